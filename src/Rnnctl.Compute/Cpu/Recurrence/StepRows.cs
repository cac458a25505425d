namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>The rows of a packed batch that one thread's sequences have at one time step.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct StepRows(int First, int Count);
