using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Bench;

/// <summary>
/// The most floating-point operations per nanosecond that a processor could do if each of its cores started two fused multiply-adds of whole registers in every
/// cycle. That holds for most processors with AVX2 or AVX-512; some start one of 512 bits, and some start four of 128 bits.
/// </summary>
/// <param name="Cores">The cores that compute.</param>
/// <param name="Clock">Cycles per nanosecond (GHz).</param>
/// <param name="Width">Bits of a register.</param>
internal sealed record TheoreticalPeak(int Cores, double Clock, int Width)
{
    private const int MultiplyAddsPerCycle = 2;
    private const int BitsOfSingle = 32;
    private const int ChainsToTime = 1000;
    private const int Rounds = 2000;
    private const int AdditionsPerRound = 32;

    /// <summary>The operations of a core in a cycle: two multiply-adds, each a multiplication and an addition for every number of a register.</summary>
    public int OperationsPerCycle => MultiplyAddsPerCycle * 2 * (Width / BitsOfSingle);

    /// <summary>Floating-point operations per nanosecond (GFLOP/s) of all cores.</summary>
    public double Gflops => Cores * Clock * OperationsPerCycle;

    /// <summary>Measures the clock, and assumes that each thread has a core of its own as far as there are cores.</summary>
    /// <param name="threads">The threads that compute.</param>
    /// <param name="width">Bits of a register.</param>
    public static TheoreticalPeak Measure(int threads, int width) => new(Math.Min(threads, Environment.ProcessorCount), MeasureClock(), width);

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Gflops:F1}: {Plural.Of(Cores, "core")} x {Clock:F2} GHz x {OperationsPerCycle} operations a cycle, two multiply-adds of {Width} bits");

    /// <summary>Cycles per nanosecond, from a chain of additions of which each waits for the one before: one cycle an addition.</summary>
    private static double MeasureClock()
    {
        var fastest = TimeSpan.MaxValue;
        uint x = 1;
        for (int i = 0; i < ChainsToTime; i++)
        {
            long began = Stopwatch.GetTimestamp();
            x = Chain(x, 0x9E3779B9, 0x7F4A7C15);
            TimeSpan time = Stopwatch.GetElapsedTime(began);
            if (time < fastest) fastest = time;
        }

        return (double)Rounds * AdditionsPerRound / fastest.TotalNanoseconds;
    }

    // An exclusive or after each addition, which takes one cycle too, so that no compiler or processor joins two additions.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static uint Chain(uint x, uint y, uint z)
    {
        for (int i = 0; i < Rounds; i++)
        {
            x = (((((((x + y) ^ z) + y) ^ z) + y) ^ z) + y) ^ z;
            x = (((((((x + y) ^ z) + y) ^ z) + y) ^ z) + y) ^ z;
            x = (((((((x + y) ^ z) + y) ^ z) + y) ^ z) + y) ^ z;
            x = (((((((x + y) ^ z) + y) ^ z) + y) ^ z) + y) ^ z;
        }

        return x;
    }
}
