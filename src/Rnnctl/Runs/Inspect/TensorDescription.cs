namespace Rnnctl.Runs.Inspect;

/// <summary>A tensor of a model's weights in <c>rnnctl inspect --json</c>.</summary>
internal sealed record TensorDescription(string Name, IReadOnlyList<long> Shape);
