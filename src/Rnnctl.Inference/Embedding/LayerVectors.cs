using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Embedding;

/// <summary>The vectors of some layers for the words of a run, word after word in the order of the text. The memory is reused from run to run.</summary>
internal sealed class LayerVectors
{
    private readonly float[][] _vectors;
    private readonly IReadOnlyList<int> _widths, _layers;
    private float[] _rows = [];

    /// <summary>Vectors of some layers.</summary>
    /// <param name="widths">The size of the vectors of each layer of the model.</param>
    /// <param name="layers">The layers that are kept; null for all.</param>
    public LayerVectors(IReadOnlyList<int> widths, IReadOnlyList<int>? layers)
    {
        _widths = widths;
        _layers = layers ?? [.. Enumerable.Range(0, widths.Count)];
        _vectors = [.. widths.Select(_ => Array.Empty<float>())];
    }

    /// <summary>Makes room for the vectors of so many words.</summary>
    /// <exception cref="Compute.Devices.DeviceMemoryException">They are more than an array can hold.</exception>
    public void Reserve(int words)
    {
        foreach (int layer in _layers)
        {
            int count = TensorSize.Of(words, _widths[layer]);
            if (_vectors[layer].Length < count) _vectors[layer] = new float[count];
        }
    }

    /// <summary>Reads the vectors of a packed batch of words.</summary>
    /// <param name="backend">The device that holds them.</param>
    /// <param name="layers">Each layer's vectors, <c>[W, width]</c>.</param>
    /// <param name="stepOffsets">The first row of each step of the packed batch.</param>
    /// <param name="lengths">The lengths of its sentences.</param>
    /// <param name="starts">The position of each sentence's first word in the text.</param>
    public void Read(
        Backend<float> backend, ReadOnlySpan<Variable<float>> layers, ReadOnlySpan<int> stepOffsets, ReadOnlySpan<int> lengths, ReadOnlySpan<int> starts)
    {
        foreach (int layer in _layers)
        {
            Tensor<float> vectors = layers[layer].Value;
            if (_rows.Length < vectors.Count) _rows = new float[vectors.Count];
            backend.Download(vectors, _rows.AsSpan(0, vectors.Count));
            int width = _widths[layer];
            for (int sentence = 0; sentence < lengths.Length; sentence++)
            {
                Span<float> target = _vectors[layer].AsSpan(starts[sentence] * width, lengths[sentence] * width);
                PackedRows.Gather(_rows, width, stepOffsets, sentence, target);
            }
        }
    }

    /// <summary>The vectors that a layer gave to consecutive words, <c>[words, width]</c>.</summary>
    public ReadOnlySpan<float> Of(int layer, int first, int words) => _vectors[layer].AsSpan(first * _widths[layer], words * _widths[layer]);
}
