using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Text;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Directories;

/// <summary>
/// A trained model for reading: one whole model, as it was when it was opened. Reading changes nothing in the directory, so it may be read-only, and a
/// training run may write to it at the same time. Configuration and vocabularies are in memory and the file of the weights is open, so later checkpoints
/// do not mix with them. A checkpoint that was saved while they were read shows by the digests in the weights; then everything is read again.
/// </summary>
public sealed class ModelDirectory : IDisposable
{
    private readonly Dictionary<string, byte[]?> _vocabularies;
    private readonly string _root, _prefix;

    /// <param name="root">The directory that a training run writes as a whole.</param>
    /// <param name="folder">The model's folder in it; empty for the directory itself.</param>
    private ModelDirectory(string root, string folder)
    {
        (_root, _prefix) = (root, folder.Length == 0 ? "" : folder + "/");
        Path = System.IO.Path.Combine(root, folder);
        using (FileStream stream = OpenFile(ModelFiles.Configuration)) Configuration = ModelConfiguration.Read(InDirectory(ModelFiles.Configuration), stream);
        _vocabularies = Configuration.Architecture.Vocabularies.Keys.ToDictionary(name => name, ReadBytes);
        Weights = SafetensorsFile.Read(InDirectory(ModelFiles.Weights), OpenFile(ModelFiles.Weights));
    }

    /// <summary>The path of the directory, as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>Everything that rebuilds the model.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The weights of the best evaluation. Disposing of the model closes their file.</summary>
    public SafetensorsFile Weights { get; }

    /// <summary>The step of weights that were saved before an epoch of training was finished, or null.</summary>
    public string? StepInFirstEpoch => WeightsMetadata.StepInFirstEpoch(Weights.Metadata);

    /// <summary>Whether the weights have no digest of another configuration or vocabulary.</summary>
    private bool IsOfOneModel => WeightsMetadata.Fit(Weights.Metadata, Configuration)
        && _vocabularies.All(one => one.Value is null || WeightsMetadata.Fit(Weights.Metadata, one.Key, one.Value));

    /// <summary>Whether there is a model at a path, complete or damaged.</summary>
    public static bool HoldsModel(string path) => AtomicDirectory.Holds(path, ModelFiles.Configuration) || AtomicDirectory.Holds(path, ModelFiles.Weights);

    /// <summary>Opens a model.</summary>
    /// <exception cref="InputException">There is no such directory, its configuration or weights are missing or malformed, or one of its
    /// files is a link.</exception>
    public static ModelDirectory Open(string path) => Open(path, read: null);

    /// <summary>Requires a directory that the user may see.</summary>
    /// <exception cref="InputException">It is a file, is not there, or lies in a directory that may not be entered.</exception>
    public static void RequireDirectory(string path)
    {
        if (File.Exists(path)) throw new InputException($"{path}: expected a model's directory, found a file");
        if (!Directory.Exists(path)) throw UserFile.NotSeen(path, new InputException($"{path}: no such directory"));
    }

    /// <summary>Opens, and calls an action after each reading, in which a test changes the directory.</summary>
    internal static ModelDirectory Open(string path, Action? read)
    {
        RequireDirectory(path);
        if (!HoldsModel(path))
        {
            throw UserFile.NotSeen(
                System.IO.Path.Combine(path, ModelFiles.Configuration),
                new InputException($"{path}: not a model: it has no {ModelFiles.Configuration}", "rnnctl train writes such a directory"));
        }

        string? missing = Array.Find([ModelFiles.Configuration, ModelFiles.Weights], name => !AtomicDirectory.Holds(path, name));
        if (missing is not null)
            throw new InputException($"{path}: the model is incomplete: {missing} is missing");
        return OpenWhole(path, folder: "", read);
    }

    /// <summary>Opens a model in a folder of this one: <c>contextual/1</c>.</summary>
    /// <exception cref="InputException">It is missing, incomplete or malformed, or one of its files is a link.</exception>
    public ModelDirectory OpenInside(string folder)
    {
        string? missing = Array.Find([ModelFiles.Configuration, ModelFiles.Weights], name => !Holds($"{folder}/{name}"));
        if (missing is not null) throw new InputException($"{InDirectory(folder)}: the model is incomplete: {missing} is missing");
        return OpenWhole(_root, _prefix + folder, read: null);
    }

    /// <summary>The files of the model without its training state, for a copy in a folder of another directory.</summary>
    /// <param name="folder">The folder.</param>
    public IEnumerable<PendingFile> CopyTo(string folder)
    {
        yield return new PendingFile($"{folder}/{ModelFiles.Configuration}", Configuration.Write);
        foreach ((string name, byte[]? bytes) in _vocabularies)
            yield return new PendingFile($"{folder}/{ModelFiles.Vocabulary(name)}", stream => stream.Write(bytes ?? []));
        yield return new PendingFile($"{folder}/{ModelFiles.Weights}", Weights.CopyTo);
    }

    /// <summary>
    /// The names of the files that a model of another kind in this place would not replace: the vocabularies, and the copies of language models.
    /// </summary>
    /// <exception cref="InputException">A copy is missing, incomplete or malformed, or one of its files is a link.</exception>
    public IEnumerable<string> OwnFiles()
    {
        foreach (string vocabulary in _vocabularies.Keys) yield return ModelFiles.Vocabulary(vocabulary);
        int number = 0;
        foreach (ContextualModelConfiguration languageModel in Configuration.Architecture.Contextual?.InOrder() ?? [])
        {
            string folder = ModelFiles.Contextual(++number);
            if (languageModel.Path.Length > 0) continue;
            using ModelDirectory copy = OpenInside(folder);
            foreach (PendingFile file in copy.CopyTo(folder)) yield return file.Name;
        }
    }

    /// <summary>The <see cref="OwnFiles"/> of the model at a path; none if there is no model or a damaged one.</summary>
    public static IReadOnlyList<string> OwnFilesIn(string path)
    {
        if (!HoldsModel(path)) return [];
        try
        {
            using ModelDirectory model = Open(path);
            return [.. model.OwnFiles()];
        }
        catch (InputException)
        {
            return [];
        }
    }

    /// <summary>Whether the directory also holds a file.</summary>
    public bool Holds(string name) => AtomicDirectory.Holds(_root, _prefix + name);

    /// <summary>Opens a file of the directory, as it is now.</summary>
    /// <exception cref="InputException">It is missing, or may not be read.</exception>
    public FileStream OpenFile(string name) => AtomicDirectory.TryOpenRead(_root, _prefix + name) ?? throw UserFile.Missing(InDirectory(name));

    /// <summary>A file's path.</summary>
    public string InDirectory(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="name">Its name, a key of <see cref="ArchitectureConfiguration.Vocabularies"/>.</param>
    /// <param name="size">The number of symbols according to the configuration.</param>
    /// <param name="normalizer">What is done to a symbol before it is looked up.</param>
    /// <param name="hasUnknown">Whether its first symbol must be the unknown one.</param>
    /// <exception cref="InputException">The file is missing, malformed, cut short, has another number of symbols, or is not the one that the weights
    /// were trained with.</exception>
    public Vocabulary ReadVocabulary(string name, int size, TokenNormalizer normalizer = default, bool hasUnknown = false) => ReadSymbols(
        name, size, lines => hasUnknown ? Vocabulary.ReadWithUnknown(lines, normalizer) : Vocabulary.Read(lines, normalizer));

    /// <summary>Reads a vocabulary that frames sequences.</summary>
    /// <exception cref="InputException">As <see cref="ReadVocabulary"/>; or its first symbols are not the frame's.</exception>
    public Vocabulary ReadSequenceVocabulary(string name, int size, TokenNormalizer normalizer) =>
        ReadSymbols(name, size, lines => Vocabulary.ReadForSequences(lines, normalizer));

    /// <summary>Reads a vocabulary of the characters of sequences.</summary>
    /// <exception cref="InputException">As <see cref="ReadVocabulary"/>; or its first symbols are not the frame's and the blank.</exception>
    public Vocabulary ReadCharacterVocabulary(string name, int size, TokenNormalizer normalizer) =>
        ReadSymbols(name, size, lines => Vocabulary.ReadForCharacterSequences(lines, normalizer));

    /// <summary>Reads the merges of a byte-pair encoding.</summary>
    /// <exception cref="InputException">As <see cref="ReadVocabulary"/>.</exception>
    public BytePairEncoding ReadSubwords(string name, int lines) => ReadLines(name, "lines", lines, BytePairEncoding.Read, merges => merges.Lines.Count);

    /// <summary>Closes the file of the weights.</summary>
    public void Dispose() => Weights.Dispose();

    /// <summary>Reads until the weights fit the other files, or until two readings are equal: then no run is replacing the model.</summary>
    private static ModelDirectory OpenWhole(string root, string folder, Action? read)
    {
        var model = new ModelDirectory(root, folder);
        read?.Invoke();
        for (bool changing = true; changing && !model.IsOfOneModel;)
        {
            using ModelDirectory before = model;
            model = new ModelDirectory(root, folder);
            read?.Invoke();
            changing = !model.IsLike(before);
        }

        return model;
    }

    private bool IsLike(ModelDirectory other) => WeightsMetadata.AreOfOneModel(Weights.Metadata, other.Weights.Metadata)
        && _vocabularies.All(one => other._vocabularies.TryGetValue(one.Key, out byte[]? bytes) && one.Value.AsSpan().SequenceEqual(bytes));

    private Vocabulary ReadSymbols(string name, int size, Func<LineReader, Vocabulary> read) =>
        ReadLines(name, "symbols", size, read, symbols => symbols.Count);

    private T ReadLines<T>(string name, string what, int expected, Func<LineReader, T> read, Func<T, int> count)
    {
        string path = InDirectory(ModelFiles.Vocabulary(name));
        byte[] bytes = _vocabularies[name] ?? throw UserFile.Missing(path);

        // A last line without an end may be half a symbol, which no count of lines would show.
        if (bytes is [.., not (byte)'\n']) throw new InputException($"{path}: its last line has no end: the file was cut short");
        using var lines = new LineReader(new MemoryStream(bytes), path);
        T result = read(lines);
        if (count(result) != expected) throw new InputException($"{path}: expected {expected} {what}, found {count(result)}");
        if (!WeightsMetadata.Fit(Weights.Metadata, name, bytes))
            throw new InputException($"{path}: not the file that the weights were trained with: {ModelFiles.Weights} names another digest");
        return result;
    }

    private byte[]? ReadBytes(string vocabulary)
    {
        string name = ModelFiles.Vocabulary(vocabulary);
        if (!AtomicDirectory.IsInside(name))
            throw new InputException($"{InDirectory(ModelFiles.Configuration)}: architecture.vocabularies: '{vocabulary}' cannot be the name of a file");
        using FileStream? stream = AtomicDirectory.TryOpenRead(_root, _prefix + name);
        return stream is null ? null : UserFile.ReadAllBytes(stream, InDirectory(name), Array.MaxLength);
    }
}
