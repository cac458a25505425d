namespace Rnnctl.Models.Parameters;

/// <summary>How a parameter starts.</summary>
/// <param name="Distribution">What its numbers are drawn from.</param>
/// <param name="Blocks">How many blocks of rows, one per gate, are drawn each for itself.</param>
/// <param name="OnesBlock">The block that starts at 1 instead (a forget gate's bias), or -1.</param>
public readonly record struct InitialValue(Distribution Distribution, int Blocks = 1, int OnesBlock = -1);
