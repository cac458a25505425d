using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Rnnctl.Text;

namespace Rnnctl.Training.Checkpoints;

/// <summary>
/// A trained model for reading. Nothing in the directory is changed, so it may be read-only, and a training run may go on writing to it: a
/// commit that has been decided but not yet put in place, by a killed process or a running one, is read as if it were in place (see
/// <see cref="AtomicDirectory"/>).
/// A run that overwrites the model between two reads shows as weights that do not fit the configuration, never as a file half read.
/// </summary>
public sealed class ModelDirectory
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false);

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

    /// <summary>Reads the symbols of a vocabulary in the order of their ids.</summary>
    /// <param name="name">Its name, a key of <see cref="ArchitectureConfiguration.Vocabularies"/>.</param>
    /// <param name="size">The number of symbols that the configuration promises.</param>
    /// <exception cref="InputException">The file is missing, not UTF-8, cut short, or has another number of symbols.</exception>
    public IReadOnlyList<string> ReadVocabulary(string name, int size) =>
        Read(ModelFiles.Vocabulary(name), path => ReadSymbols(path, size));

    private static string[] ReadSymbols(string path, int size)
    {
        byte[] bytes = UserFile.ReadAllBytes(path, Array.MaxLength);
        if (!Utf8.IsValid(bytes))
            throw new InputException($"{path}: not valid UTF-8");
        string text = StrictUtf8.GetString(bytes);
        if (!text.EndsWith('\n'))
            throw new InputException($"{path}: its last line has no end: the file was cut short");
        string[] symbols = text[..^1].Split('\n');
        return symbols.Length == size ? symbols : throw new InputException($"{path}: expected {size} symbols, found {symbols.Length}");
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
