using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Runs.Inspect;

/// <summary>What <c>rnnctl inspect --json</c> prints.</summary>
internal sealed record ModelDescription(
    string Path, ModelConfiguration Configuration, long Parameters, IReadOnlyList<TensorDescription> Tensors, long? Step, double? BestScore, bool Resumable);
