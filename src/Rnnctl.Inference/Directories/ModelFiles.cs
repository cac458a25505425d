using System.Globalization;
using System.Text;
using Rnnctl.Inference.Files;

namespace Rnnctl.Inference.Directories;

/// <summary>The names of the files in a model's directory.</summary>
public static class ModelFiles
{
    /// <summary>The options that rebuild the model.</summary>
    public const string Configuration = "config.json";

    /// <summary>The weights of the best evaluation.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>The last weights, the optimiser's state and the random state.</summary>
    public const string TrainingState = "training.safetensors";

    /// <summary>How far training is.</summary>
    public const string Progress = "training.json";

    /// <summary>A row per evaluation.</summary>
    public const string Metrics = "metrics.csv";

    private const string VocabularyFolder = "vocab";
    private const string ContextualFolder = "contextual";

    /// <summary>The file of a vocabulary: one symbol a line, line number = id.</summary>
    public static string Vocabulary(string name) => $"{VocabularyFolder}/{name}.txt";

    /// <summary>The folder of the copy of a language model whose layers the model reads: <c>contextual/1</c>.</summary>
    /// <param name="number">Its number, from 1.</param>
    public static string Contextual(int number) => string.Create(CultureInfo.InvariantCulture, $"{ContextualFolder}/{number}");

    /// <summary>The bytes of a vocabulary's file.</summary>
    /// <exception cref="ArgumentException">A symbol holds a line break.</exception>
    public static byte[] BytesOf(IReadOnlyList<string> symbols)
    {
        if (symbols.Any(symbol => symbol.Contains('\n'))) throw new ArgumentException("a symbol of a vocabulary cannot hold a line break");
        return Encoding.UTF8.GetBytes(string.Concat(symbols.Select(symbol => symbol + "\n")));
    }

    /// <summary>The first file or folder in a directory that a run would replace by a file of a model, or null.</summary>
    public static string? FirstIn(string directory)
    {
        string? name = Array.Find([Configuration, Weights, TrainingState, Progress, Metrics], name => AtomicDirectory.Holds(directory, name));
        if (name is not null) return name;
        if (VocabulariesIn(directory) is [var vocabulary, ..]) return vocabulary;
        if (AtomicDirectory.Holds(directory, ContextualFolder)) return ContextualFolder;
        return File.Exists(Path.Combine(directory, VocabularyFolder)) ? VocabularyFolder : null;
    }

    /// <summary>Refuses a model whose files are links.</summary>
    /// <exception cref="Rnnctl.Text.InputException">There is one; the message names it.</exception>
    public static void RefuseLinks(string directory)
    {
        string[] names = [Configuration, Weights, TrainingState, Progress, Metrics, VocabularyFolder, ContextualFolder];
        foreach (string name in names) Link.Refuse(directory, name);
        foreach (string name in VocabulariesIn(directory)) Link.Refuse(directory, name);
    }

    private static string[] VocabulariesIn(string directory)
    {
        string folder = Path.Combine(directory, VocabularyFolder);
        if (!Directory.Exists(folder)) return [];
        IEnumerable<string> names = Directory.GetFileSystemEntries(folder, "*.txt").Select(path => $"{VocabularyFolder}/{Path.GetFileName(path)}");
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
