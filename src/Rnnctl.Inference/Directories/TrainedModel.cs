using Rnnctl.Compute.Backends;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Files;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Directories;

/// <summary>A model in memory, of any task: the content of its directory, and the device that holds its parameters.</summary>
public sealed class TrainedModel : IDisposable
{
    private TrainedModel(ModelConfiguration configuration, IReadOnlyDictionary<string, IReadOnlyList<string>> vocabularies, ParameterSet<float> parameters)
    {
        (Configuration, Vocabularies, Parameters) = (configuration, vocabularies, parameters);
    }

    /// <summary>Everything that rebuilds the model.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The lines of each vocabulary's file, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabularies { get; }

    /// <summary>The parameters.</summary>
    public ParameterSet<float> Parameters { get; }

    /// <summary>Further files of the directory of a new model: the copies of the language models that it reads.</summary>
    public IReadOnlyList<PendingFile> Companions { get; init; } = [];

    /// <summary>The device that computes.</summary>
    public Backend<float> Backend => Parameters.Backend;

    /// <summary>A new model for training, with initial values drawn from the configuration's seed.</summary>
    /// <param name="configuration">Everything that rebuilds the model.</param>
    /// <param name="vocabularies">The lines of each vocabulary's file, by its name.</param>
    /// <param name="size">How many parameters the configuration asks for.</param>
    /// <param name="shapes">The parameters; the configuration may freeze some.</param>
    /// <param name="backend">The device that computes.</param>
    /// <param name="companions">Further files of its directory; null for none.</param>
    /// <exception cref="InputException">It would have more parameters than a model can have, or the configuration freezes one that it has not.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The device does not have the memory to train it.</exception>
    public static TrainedModel Create(
        ModelConfiguration configuration,
        IReadOnlyDictionary<string, IReadOnlyList<string>> vocabularies,
        ModelSize size,
        IReadOnlyList<ParameterShape> shapes,
        Backend<float> backend,
        IReadOnlyList<PendingFile>? companions = null) => size.Make(() =>
        {
            var parameters = new ParameterSet<float>(backend, FrozenParameters.In(shapes, configuration.Training.Freeze), learning: true);
            parameters.RequireRoomForMoments();
            parameters.Initialize((ulong)configuration.Training.Seed);
            return new TrainedModel(configuration, vocabularies, parameters) { Companions = companions ?? [] };
        });

    /// <summary>Loads a trained model for running, without memory for gradients.</summary>
    /// <param name="directory">Its directory, whose weights must be these parameters and no others.</param>
    /// <param name="vocabularies">The lines of each vocabulary's file, by its name.</param>
    /// <param name="shapes">The parameters.</param>
    /// <param name="backend">The device that computes.</param>
    /// <exception cref="InputException">A tensor is missing, has another shape or type or a number that is not finite, or is not of this model.</exception>
    public static TrainedModel Load(
        ModelDirectory directory,
        IReadOnlyDictionary<string, IReadOnlyList<string>> vocabularies,
        IReadOnlyList<ParameterShape> shapes,
        Backend<float> backend)
    {
        ParameterFile.Require(directory.Weights, shapes);
        var parameters = new ParameterSet<float>(backend, shapes, learning: false);
        try
        {
            foreach (ParameterShape shape in shapes) parameters.Write(shape.Name, ParameterFile.ReadWeights(directory.Weights, shape));
            return new TrainedModel(directory.Configuration, vocabularies, parameters);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    /// <summary>The same model for another backend over the same memory, which runs it beside this one; the parameters' memory belongs to this one.</summary>
    /// <param name="worker">A backend over the memory of this one's, such as two of the CPU.</param>
    public TrainedModel On(Backend<float> worker) => new(Configuration, Vocabularies, Parameters.ForRunning(worker));

    /// <summary>Frees the parameters' memory; the device belongs to the caller.</summary>
    public void Dispose() => Parameters.Dispose();
}
