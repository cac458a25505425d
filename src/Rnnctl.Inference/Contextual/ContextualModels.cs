using Rnnctl.Compute.Backends;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Contextual;
using Rnnctl.Text;

namespace Rnnctl.Inference.Contextual;

/// <summary>The language models whose layers a tagger reads, in memory.</summary>
public sealed class ContextualModels : IDisposable
{
    private readonly List<TrainedLanguageModel> _models = [];

    private ContextualModels()
    {
    }

    /// <summary>The language models.</summary>
    public IReadOnlyList<TrainedLanguageModel> Models => _models;

    /// <summary>The shape of each model's layers.</summary>
    public IReadOnlyList<LayerShape> Shapes => [.. _models.Select(model => LayerShape.Of(model.Architecture))];

    /// <summary>Loads language models for running.</summary>
    /// <exception cref="InputException">A model's files do not fit each other.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The device does not have the memory for them.</exception>
    public static ContextualModels Load(ContextualDirectories directories, Backend<float> backend)
    {
        var loaded = new ContextualModels();
        try
        {
            loaded._models.AddRange(directories.Directories.Select(directory => TrainedLanguageModel.Load(directory, backend)));
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>Frees the parameters' memory; the device belongs to the caller.</summary>
    public void Dispose()
    {
        foreach (TrainedLanguageModel model in _models) model.Dispose();
    }
}
