namespace Rnnctl.Models.Tests.Taggers;

/// <summary>A token of a sentence and the state in which it is met.</summary>
/// <param name="Inputs">The inputs of all tokens in the order in which they are read.</param>
/// <param name="Token">Which of them is read now.</param>
/// <param name="Hidden">h'.</param>
/// <param name="Memory">c', which becomes c.</param>
internal sealed record TokenStep(double[][] Inputs, int Token, double[] Hidden, double[] Memory)
{
    /// <summary>The input read that many steps before; zeros before the first.</summary>
    public double[] Input(int delay) => delay > Token ? new double[Inputs[0].Length] : Inputs[Token - delay];
}
