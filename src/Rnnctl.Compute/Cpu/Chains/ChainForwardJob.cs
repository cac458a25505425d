using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>The forward algorithm over every sequence. Each thread gets long and short sequences.</summary>
/// <param name="chain">The chain.</param>
/// <param name="prefixScores">Receives the prefix scores for the backward algorithm, <c>[N, L]</c>.</param>
/// <param name="logPartitions">log Z, <c>[sequences, 1]</c>.</param>
/// <param name="memory">Working memory, <see cref="Rows"/> rows for each thread.</param>
internal readonly unsafe struct ChainForwardJob<T, TLanes>(ChainMatrices<T> chain, Matrix<T> prefixScores, Matrix<T> logPartitions, T* memory)
    : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The number of rows of working memory per thread.</summary>
    public const int Rows = 3;

    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        T* own = memory + ((nint)part * Rows * chain.Width);
        for (int sequence = part; sequence < chain.Sequences; sequence += parts)
            *logPartitions.Row(sequence) = T.CreateTruncating(Walk(sequence, own, own + chain.Width, own + (2 * chain.Width)));
    }

    /// <summary>
    /// log Z of a sequence. It is summed in double precision, because over thousands of tokens it becomes large and single precision loses its last digits.
    /// </summary>
    private double Walk(int sequence, T* a, T* n, T* work)
    {
        int row = chain.Row(sequence, token: 0);
        LabelRange range = chain.Allowed(row);
        for (int j = range.First; j < range.Last; j++) prefixScores.Row(row)[j] = chain.Start[j];
        double total = double.CreateTruncating(ChainStep<T, TLanes>.PrefixWeights(chain.Emissions.Row(row), prefixScores.Row(row), range, a));
        for (int token = 1; token < chain.LengthOf(sequence); token++)
        {
            LabelRange before = range;
            row = chain.Row(sequence, token);
            range = chain.Allowed(row);
            ChainStep<T, TLanes>.PrefixScores(a, before, chain.Transitions, chain.Width, range, n, work);
            for (int j = range.First; j < range.Last; j++) prefixScores.Row(row)[j] = n[j];
            total += double.CreateTruncating(ChainStep<T, TLanes>.PrefixWeights(chain.Emissions.Row(row), n, range, a));
        }

        return total + double.CreateTruncating(ChainStep<T, TLanes>.LastMarginals(a, chain.End, range, work));
    }
}
