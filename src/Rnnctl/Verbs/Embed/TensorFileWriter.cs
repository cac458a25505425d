using System.Runtime.InteropServices;
using Rnnctl.Files;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Embed;

/// <summary>
/// A safetensors file: for each layer a tensor <c>layer_N</c> (or <c>mix</c>) with the vectors of all tokens, <c>[tokens, size]</c>, and <c>offsets</c>,
/// <c>[lines + 1]</c>: the tokens of line i are the rows from <c>offsets[i]</c> to <c>offsets[i + 1]</c>. The vectors wait in files without a name, since the
/// format begins with their number.
/// </summary>
internal sealed class TensorFileWriter : IVectorWriter
{
    private readonly string _path;
    private readonly ChosenVectors _vectors;
    private readonly ToolConsole _console;
    private readonly List<FileStream> _waiting = [];
    private readonly List<long> _offsets = [0];

    /// <exception cref="InputException">No file can be created beside the path.</exception>
    public TensorFileWriter(string path, ChosenVectors vectors, ToolConsole console)
    {
        (_path, _vectors, _console) = (path, vectors, console);
        for (int place = 0; place < vectors.Count; place++) _waiting.Add(OutputFile.OpenTemporary(path));
    }

    /// <inheritdoc />
    public void Write(IReadOnlyList<string> words, int part, int parts)
    {
        _offsets.Add(_offsets[^1] + words.Count);
        for (int place = 0; place < _waiting.Count; place++) _waiting[place].Write(MemoryMarshal.AsBytes(_vectors.Of(place, part, parts)));
    }

    /// <inheritdoc />
    public void Complete()
    {
        OutputFile.Replace(_path, stream => SafetensorsFile.Write(stream, Tensors(), new Dictionary<string, string>()));
        _console.Note($"wrote {_path}");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (FileStream waiting in _waiting) waiting.Dispose();
    }

    private List<NamedTensor> Tensors()
    {
        List<NamedTensor> tensors = [NamedTensor.Of<long>("offsets", [_offsets.Count], _offsets.ToArray())];
        for (int place = 0; place < _waiting.Count; place++)
        {
            FileStream waiting = _waiting[place];
            tensors.Add(NamedTensor.Of(_vectors.NameOf(place), [_offsets[^1], _vectors.WidthOf(place)], waiting));
        }

        return tensors;
    }
}
