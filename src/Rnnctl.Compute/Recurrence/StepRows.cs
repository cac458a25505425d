namespace Rnnctl.Compute.Recurrence;

/// <summary>The rows of a packed batch at one time step of a walk.</summary>
/// <param name="First">The first row.</param>
/// <param name="Count">The number of rows.</param>
public readonly record struct StepRows(int First, int Count);
