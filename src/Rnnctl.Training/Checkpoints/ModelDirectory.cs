using System.Globalization;
using Rnnctl.Text;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Training.Checkpoints;

/// <summary>
/// A trained model for reading. Nothing in the directory is changed, so it may be read-only, and a training run may go on writing to it: a
/// commit that has been decided but not yet put in place, by a killed process or a running one, is read as if it were in place (see
/// <see cref="AtomicDirectory"/>).
/// A run that overwrites the model between two reads shows as weights that do not fit the configuration, never as a file half read.
/// </summary>
public sealed class ModelDirectory
{
    private readonly IReadOnlyList<string> _pending;

    private ModelDirectory(string path)
    {
        Path = path;
        _pending = CommitJournal.Read(path);
    }

    /// <summary>The directory, as it was given.</summary>
    public string Path { get; }

    /// <summary>Whether the directory also holds what <c>--resume</c> needs.</summary>
    public bool HoldsTrainingState => Holds(ModelFiles.Progress) && Holds(ModelFiles.TrainingState);

    /// <summary>Whether there is a model at a path, be it complete or damaged: what must not be overwritten without being asked.</summary>
    public static bool HoldsModel(string path) =>
        File.Exists(System.IO.Path.Combine(path, ModelFiles.Configuration))
        || File.Exists(System.IO.Path.Combine(path, ModelFiles.Weights))
        || File.Exists(System.IO.Path.Combine(path, CommitJournal.FileName));

    /// <summary>Opens a model.</summary>
    /// <exception cref="InputException">There is no such directory, or its configuration or weights are missing.</exception>
    public static ModelDirectory Open(string path)
    {
        if (File.Exists(path))
            throw new InputException($"{path}: expected a model's directory, found a file");
        if (!Directory.Exists(path))
            throw new InputException($"{path}: no such directory");
        if (!HoldsModel(path))
            throw new InputException($"{path}: not a model: it has no {ModelFiles.Configuration}", "rnnctl train writes such a directory");
        var model = new ModelDirectory(path);
        string? missing = Array.Find([ModelFiles.Configuration, ModelFiles.Weights], name => !model.Holds(name));
        return missing is null ? model : throw new InputException($"{path}: the model is incomplete: {missing} is missing");
    }

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="InputException">It is malformed.</exception>
    public ModelConfiguration ReadConfiguration() => Read(ModelFiles.Configuration, ModelConfiguration.Read);

    /// <summary>Opens the weights of the best evaluation; the caller disposes of the file.</summary>
    /// <exception cref="InputException">The file is malformed.</exception>
    public SafetensorsFile OpenWeights() => Read(ModelFiles.Weights, SafetensorsFile.Read);

    /// <summary>Reads how far training is.</summary>
    /// <exception cref="InputException">It is missing or malformed.</exception>
    public TrainingProgress ReadProgress() => Read(ModelFiles.Progress, TrainingProgress.Read);

    /// <summary>Opens the state that belongs to a progress; the caller disposes of the file.</summary>
    /// <exception cref="InputException">It is missing or malformed, or was saved at another step: the directory was copied by hand, or
    /// while training ran.</exception>
    public SafetensorsFile OpenTrainingState(TrainingProgress progress)
    {
        SafetensorsFile state = Read(ModelFiles.TrainingState, SafetensorsFile.Read);
        string? step = state.Metadata.GetValueOrDefault(CheckpointWriter.StepKey);
        if (step == progress.Step.ToString(CultureInfo.InvariantCulture))
            return state;
        state.Dispose();
        throw new InputException($"{state.Path}: it is of step {step ?? "?"}, but {ModelFiles.Progress} is of step {progress.Step}");
    }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="name">Its name, a key of <see cref="ArchitectureConfiguration.Vocabularies"/>.</param>
    /// <param name="size">The number of symbols that the configuration promises.</param>
    /// <param name="normalizer">What is done to a symbol before it is looked up.</param>
    /// <param name="hasUnknown">Whether its first symbol must be the unknown one.</param>
    /// <exception cref="InputException">The file is missing, malformed, cut short, or has another number of symbols.</exception>
    public Vocabulary ReadVocabulary(
        string name, int size, TokenNormalizer normalizer = default, bool hasUnknown = false) => Read(ModelFiles.Vocabulary(name), path =>
    {
        RequireLineEnd(path);
        Vocabulary vocabulary = hasUnknown ? Vocabulary.ReadWithUnknown(path, normalizer) : Vocabulary.Read(path, normalizer);
        return vocabulary.Count == size ? vocabulary : throw new InputException($"{path}: expected {size} symbols, found {vocabulary.Count}");
    });

    /// <summary>Reads a vocabulary that frames sequences.</summary>
    /// <exception cref="InputException">As <see cref="ReadVocabulary"/>; or its first symbols are not the frame's.</exception>
    public Vocabulary ReadSequenceVocabulary(string name, int size, TokenNormalizer normalizer) => Read(ModelFiles.Vocabulary(name), path =>
    {
        RequireLineEnd(path);
        Vocabulary vocabulary = Vocabulary.ReadForSequences(path, normalizer);
        return vocabulary.Count == size ? vocabulary : throw new InputException($"{path}: expected {size} symbols, found {vocabulary.Count}");
    });

    /// <summary>Reads the merges of a byte-pair encoding.</summary>
    /// <exception cref="InputException">The file is missing, malformed, cut short, or has another number of lines.</exception>
    public BytePairEncoding ReadSubwords(string name, int lines) => Read(ModelFiles.Vocabulary(name), path =>
    {
        RequireLineEnd(path);
        BytePairEncoding subwords = BytePairEncoding.Read(path);
        return subwords.Lines.Count == lines ? subwords : throw new InputException($"{path}: expected {lines} lines, found {subwords.Lines.Count}");
    });

    /// <summary>A last line without an end may be half a symbol, which no count of lines would show.</summary>
    private static void RequireLineEnd(string path)
    {
        using FileStream stream = UserFile.OpenRead(path);
        if (stream.Length == 0) return;
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n') throw new InputException($"{path}: its last line has no end: the file was cut short");
    }

    private bool Holds(string name) => File.Exists(InDirectory(name)) || (_pending.Contains(name) && File.Exists(Staged(name)));

    private T Read<T>(string name, Func<string, T> read)
    {
        if (_pending.Contains(name) && File.Exists(Staged(name)))
        {
            try
            {
                return read(Staged(name));
            }
            catch (InputException) when (!File.Exists(Staged(name)))
            {
                // The training process has just put it in place.
            }
        }

        return read(InDirectory(name));
    }

    private string InDirectory(string name) => System.IO.Path.Combine(Path, name);

    private string Staged(string name) => InDirectory(name + CommitJournal.StagedSuffix);
}
