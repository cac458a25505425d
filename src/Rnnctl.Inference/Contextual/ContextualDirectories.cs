using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Contextual;
using Rnnctl.Text;

namespace Rnnctl.Inference.Contextual;

/// <summary>The open directories of the language models whose layers a model reads: those that the user named, or the model's copies and links.</summary>
public sealed class ContextualDirectories : IDisposable
{
    private readonly List<ModelDirectory> _directories = [];
    private readonly bool _areInPlace;

    private ContextualDirectories(bool areInPlace) => _areInPlace = areInPlace;

    /// <summary>The directories, in the order of the models' numbers.</summary>
    public IReadOnlyList<ModelDirectory> Directories => _directories;

    /// <summary>The SHA-256 of each model's weights.</summary>
    public IReadOnlyList<string> Digests => [.. _directories.Select(directory => directory.Weights.Sha256())];

    /// <summary>Opens the language models that the user named for a new model.</summary>
    /// <param name="paths">Their directories.</param>
    /// <param name="output">The new model's directory.</param>
    /// <exception cref="InputException">One is no language model that this version can run, or lies in the new model's directory.</exception>
    public static ContextualDirectories Open(IReadOnlyList<string> paths, string output)
    {
        foreach (string path in paths)
        {
            if (ResolvedPath.IsSameOrInside(path, output))
                throw new InputException($"--contextual {path}: it is the directory of --output: a model cannot read its own layers");
        }

        return Open(paths, ModelDirectory.Open, areInPlace: false);
    }

    /// <summary>Opens the language models of a model; null if it reads none.</summary>
    /// <param name="reader">The model.</param>
    /// <param name="areInPlace">Whether its copies serve the model that they are opened for; else that model's directory gets copies of its own.</param>
    /// <exception cref="InputException">One is missing or damaged, or has other weights than the model was trained with.</exception>
    public static ContextualDirectories? Of(ModelDirectory reader, bool areInPlace = true)
    {
        if (reader.Configuration.Architecture.Contextual is not { } contextual) return null;
        int[] numbers = [.. Enumerable.Range(1, contextual.Models.Count)];
        return Open(numbers, number => OpenModel(reader, number, contextual.Models[ContextualConfiguration.KeyOf(number)]), areInPlace);
    }

    /// <summary>Describes the language models in a new model's configuration.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="areLinked">Whether the model's directory names the models instead of holding copies.</param>
    public ContextualConfiguration Describe(ContextualConfiguration options, bool areLinked) => options with
    {
        Models = _directories.Select((directory, place) => (Key: ContextualConfiguration.KeyOf(place + 1), Directory: directory))
            .ToDictionary(one => one.Key, one => Describe(one.Directory, options.FineTune, areLinked)),
    };

    /// <summary>The files of the language models' copies in a new model's directory; none where models are linked or in place.</summary>
    public IReadOnlyList<PendingFile> CopiesFor(ContextualConfiguration described) => _areInPlace
        ? []
        : [.. _directories.SelectMany((directory, place) => IsLinked(described, place) ? [] : directory.CopyTo(ModelFiles.Contextual(place + 1)))];

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (ModelDirectory directory in _directories) directory.Dispose();
    }

    private static ContextualDirectories Open<TName>(IReadOnlyList<TName> names, Func<TName, ModelDirectory> open, bool areInPlace)
    {
        var opened = new ContextualDirectories(areInPlace);
        try
        {
            foreach (TName name in names)
            {
                ModelDirectory directory = open(name);
                opened._directories.Add(directory);
                TrainedLanguageModel.ReadConfiguration(directory);
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static ModelDirectory OpenModel(ModelDirectory reader, int number, ContextualModelConfiguration expected)
    {
        ModelDirectory directory = expected.Path.Length == 0 ? reader.OpenInside(ModelFiles.Contextual(number)) : OpenLinked(reader, expected.Path);
        try
        {
            RequireSame(reader, directory, expected);
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private static ModelDirectory OpenLinked(ModelDirectory reader, string path)
    {
        try
        {
            return ModelDirectory.Open(path);
        }
        catch (InputException failure)
        {
            throw new InputException($"{reader.Path}: the language model that it reads cannot be opened: {failure.Message}", failure);
        }
    }

    private static void RequireSame(ModelDirectory reader, ModelDirectory directory, ContextualModelConfiguration expected)
    {
        string found = directory.Weights.Sha256();
        if (found != expected.Sha256)
        {
            string problem = $"not the weights that {reader.Path} was trained with";
            throw new InputException($"{directory.Weights.Path}: {problem}: expected SHA-256 {expected.Sha256}, found {found}");
        }

        LayerShape shape = ShapeOf(directory);
        if (shape != expected.Shape())
            throw new InputException($"{directory.Path}: expected {Words(expected.Shape())} for {reader.Path}, found {Words(shape)}");
    }

    private static ContextualModelConfiguration Describe(ModelDirectory directory, bool learns, bool isLinked)
    {
        LayerShape shape = ShapeOf(directory);
        return new ContextualModelConfiguration
        {
            Path = isLinked ? Path.GetFullPath(directory.Path) : "",
            Sha256 = directory.Weights.Sha256(),
            Layers = shape.Layers,
            Width = shape.Width,
            Architecture = learns ? directory.Configuration.Architecture : null,
        };
    }

    private static bool IsLinked(ContextualConfiguration described, int place) => described.Models[ContextualConfiguration.KeyOf(place + 1)].Path.Length > 0;

    private static LayerShape ShapeOf(ModelDirectory directory) =>
        LayerShape.Of(TrainedLanguageModel.ArchitectureOf(TrainedLanguageModel.ReadConfiguration(directory).Architecture));

    private static string Words(LayerShape shape) => $"a language model with {shape.Layers} layers of {shape.Width} numbers";
}
