using Rnnctl.Compute.Backends;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Models.Translators;
using Rnnctl.Text;

namespace Rnnctl.Inference.Translation;

/// <summary>A trained translator, or several of the same vocabularies that translate together.</summary>
public sealed class TranslatorEnsemble : IDisposable
{
    private readonly List<TranslatorModel> _models = [];
    private readonly List<ContextualReader?> _readers = [];

    private TranslatorEnsemble()
    {
    }

    /// <summary>The first model. The ensemble uses its vocabularies and its attention.</summary>
    public TranslatorModel First => _models[0];

    /// <summary>The equations of all models.</summary>
    public IReadOnlyList<Translator<float>> Translators => [.. _models.Select(model => model.Translator)];

    /// <summary>What gives each model the vectors of language models; null for a model that reads none.</summary>
    public IReadOnlyList<ContextualReader?> Readers => _readers;

    /// <summary>How a line becomes symbols, with its words where a model reads them.</summary>
    public TranslatorText Text => First.Text with { KeepsWords = _models.Exists(model => model.Text.KeepsWords) };

    /// <summary>Loads trained models.</summary>
    /// <param name="directories">Their directories, at least one; each is closed when it is loaded.</param>
    /// <param name="backend">What computes.</param>
    /// <exception cref="InputException">One is no translator, is damaged, or has other vocabularies than the first.</exception>
    public static TranslatorEnsemble Load(IEnumerable<ModelDirectory> directories, Backend<float> backend)
    {
        var ensemble = new TranslatorEnsemble();
        string? first = null;
        try
        {
            foreach (ModelDirectory directory in directories)
            {
                first ??= directory.Path;
                using (directory) ensemble.Add(TranslatorModel.Load(directory, backend));
                if (DifferenceIn(ensemble.First, ensemble._models[^1]) is { } difference)
                {
                    throw new InputException(
                        $"{directory.Path}: {difference} is another than that of {first}: models that translate together share their vocabularies");
                }
            }

            return ensemble;
        }
        catch
        {
            ensemble.Dispose();
            throw;
        }
    }

    /// <summary>Frees the models.</summary>
    public void Dispose()
    {
        foreach (ContextualReader? reader in _readers) reader?.Dispose();
        foreach (TranslatorModel model in _models) model.Dispose();
    }

    private void Add(TranslatorModel model)
    {
        _models.Add(model);
        _readers.Add(model.NewContextualReader());
    }

    /// <summary>The part in which the vocabularies of two models differ, or null.</summary>
    private static string? DifferenceIn(TranslatorModel first, TranslatorModel other)
    {
        TextConfiguration one = first.Configuration.Text, two = other.Configuration.Text;
        if (one.Normalizer() != two.Normalizer() || one.TargetNormalizer() != two.TargetNormalizer()) return "its reading of words (lowercase, digits to zero)";
        IReadOnlyDictionary<string, IReadOnlyList<string>> expected = first.Text.Lines(), found = other.Text.Lines();
        string? name = expected.Keys.Union(found.Keys).FirstOrDefault(
            name => !expected.TryGetValue(name, out IReadOnlyList<string>? lines) || !found.TryGetValue(name, out IReadOnlyList<string>? others)
                || !lines.SequenceEqual(others));
        return name is null ? null : $"its vocabulary {name}";
    }
}
