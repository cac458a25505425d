namespace Rnnctl.Compute.Cpu;

/// <summary>The part of a product's result that the CPU backend keeps in registers while it goes through the depth.</summary>
/// <param name="Rows">Rows of the tile.</param>
/// <param name="Registers">Registers side by side in a row.</param>
public readonly record struct ProductTile(int Rows, int Registers)
{
    private const double PerCycle = 2;
    private const double Latency = 4;

    /// <summary>
    /// The largest share of a core's multiply-adds that the tile allows. At each step of the depth every accumulator gets one multiply-add, which reads the
    /// rows' elements and the columns' registers. The core is taken to start two multiply-adds and two loads in a cycle. A multiply-add is taken to need four
    /// cycles, for which the accumulator's next one waits.
    /// </summary>
    public double Share
    {
        get
        {
            double arithmetic = Rows * Registers / PerCycle;
            double loads = (Rows + Registers) / PerCycle;
            return arithmetic / Math.Max(arithmetic, Math.Max(loads, Latency));
        }
    }
}
