namespace Rnnctl.Runs.Landscape;

/// <summary>An axis of a plane through a model.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Center">Where on it the model stands.</param>
/// <param name="Direction">How each parameter changes by a step of 1, row after row; one that is missing does not.</param>
internal sealed record PlaneAxis(string Title, double Center, IReadOnlyDictionary<string, double[]> Direction);
