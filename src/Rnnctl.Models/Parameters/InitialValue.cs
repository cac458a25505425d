namespace Rnnctl.Models.Parameters;

/// <summary>The initial value of a parameter.</summary>
/// <param name="Distribution">The distribution of its numbers.</param>
/// <param name="Blocks">The number of blocks of rows, one per gate, that are drawn separately.</param>
/// <param name="OnesBlock">The block that is filled with 1 instead (a forget gate's bias), or -1.</param>
public readonly record struct InitialValue(Distribution Distribution, int Blocks = 1, int OnesBlock = -1);
