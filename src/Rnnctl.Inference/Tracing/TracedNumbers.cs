namespace Rnnctl.Inference.Tracing;

/// <summary>A gate, a memory or a state of a layer, at every token of a sentence.</summary>
/// <param name="Name">Its letter in the cell's equations.</param>
/// <param name="Width">The number of units.</param>
/// <param name="Numbers">The values, <c>[tokens, width]</c> row after row.</param>
public sealed record TracedNumbers(string Name, int Width, float[] Numbers)
{
    /// <summary>The value of a unit, from 0, at a token.</summary>
    public float At(int token, int unit) => Numbers[(token * Width) + unit];
}
