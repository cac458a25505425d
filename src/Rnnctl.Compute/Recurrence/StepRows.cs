namespace Rnnctl.Compute.Recurrence;

/// <summary>The rows of a packed batch that the sequences of a walk have at one time step.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct StepRows(int First, int Count);
