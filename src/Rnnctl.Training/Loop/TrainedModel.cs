using Rnnctl.Compute.Backends;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Loop;

/// <summary>What a checkpoint holds of a model.</summary>
/// <param name="Configuration">Everything that rebuilds it.</param>
/// <param name="Vocabularies">The lines of each vocabulary's file, by its name.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Backend">Where they live.</param>
public sealed record TrainedModel(
    ModelConfiguration Configuration,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabularies,
    ParameterSet<float> Parameters,
    Backend<float> Backend);
