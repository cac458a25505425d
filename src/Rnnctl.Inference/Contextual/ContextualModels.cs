using Rnnctl.Compute.Backends;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Contextual;

/// <summary>The language models whose layers a model reads, in memory.</summary>
public sealed class ContextualModels : IDisposable
{
    private readonly List<TrainedLanguageModel> _models = [];

    private ContextualModels(bool learn) => Learn = learn;

    /// <summary>Whether they learn with the model, so that their parameters are also those of the model.</summary>
    public bool Learn { get; }

    /// <summary>The language models.</summary>
    public IReadOnlyList<TrainedLanguageModel> Models => _models;

    /// <summary>The shape of each model's layers.</summary>
    public IReadOnlyList<LayerShape> Shapes => [.. _models.Select(model => LayerShape.Of(model.Architecture))];

    /// <summary>The numbers of all vectors of a word: of all layers of all models.</summary>
    public int Numbers => Shapes.Sum(shape => shape.Numbers);

    /// <summary>Loads language models for running.</summary>
    /// <param name="directories">Their directories.</param>
    /// <param name="learn">Whether they learn with the model that reads them.</param>
    /// <param name="backend">What computes.</param>
    /// <exception cref="InputException">A model's files do not fit each other.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The device does not have the memory for them.</exception>
    public static ContextualModels Load(ContextualDirectories directories, bool learn, Backend<float> backend)
    {
        var loaded = new ContextualModels(learn);
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

    /// <summary>Loads the language models of a model, which is freed if they cannot be loaded; null if it reads none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="directories">The directories of its language models, or null.</param>
    /// <exception cref="InputException">A model's files do not fit each other.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The device does not have the memory for them.</exception>
    internal static ContextualModels? LoadFor(TrainedModel model, ContextualDirectories? directories)
    {
        try
        {
            return directories is null ? null : Load(directories, model.Configuration.Architecture.Contextual!.FineTune, model.Backend);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The same language models for another backend over the same memory: see <see cref="TrainedModel.On"/>.</summary>
    public ContextualModels On(Backend<float> worker)
    {
        var models = new ContextualModels(Learn);
        models._models.AddRange(_models.Select(model => model.On(worker)));
        return models;
    }

    /// <summary>Promises the backend that the weights never change.</summary>
    internal void KeepWeights()
    {
        foreach (TrainedLanguageModel model in _models) model.KeepWeights();
    }

    /// <summary>Copies the trained weights of language models that learn to the parameters of a new model, which start from them.</summary>
    /// <param name="architecture">How the new model reads the language models.</param>
    /// <param name="parameters">The new model's parameters.</param>
    internal void CopyTo(ContextualArchitecture architecture, ParameterSet<float> parameters)
    {
        for (int model = 0; model < _models.Count; model++)
        {
            foreach (ParameterShape shape in architecture.ParametersOfModel(model))
            {
                float[] values = new float[shape.Count];
                _models[model].Parameters.Read(shape.Name, values);
                parameters.Write(ContextualArchitecture.NameOf(model, shape.Name), values);
            }
        }
    }

    /// <summary>Frees the parameters' memory; the device belongs to the caller.</summary>
    public void Dispose()
    {
        foreach (TrainedLanguageModel model in _models) model.Dispose();
    }
}
