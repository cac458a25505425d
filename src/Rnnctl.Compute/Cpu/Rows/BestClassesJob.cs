using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>
/// The best classes of each row and their log p = (x - m) - log Σ exp(x - m), where m is the largest logit x. One pass finds the classes: it compares whole
/// registers with the worst of the best classes so far, and inspects single lanes only if a lane is larger.
/// </summary>
internal readonly unsafe struct BestClassesJob<T, TLanes>(Matrix<T> logits, Matrix<T> logProbabilities, Matrix<int> ids) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    private const int Registers = 4;

    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(logits.Rows, part, parts);
        for (int row = first; row < last; row++)
        {
            var best = new Best(logProbabilities.Row(row), ids.Row(row), ids.Columns);
            Select(logits.Row(row), logits.Columns, best);
            Normalize(logits.Row(row), logProbabilities.Row(row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select(T* x, int count, Best best)
    {
        int i = 0;
        for (; i < best.Count; i++) best.Insert(x[i], i, taken: i);
        TLanes worst = TLanes.Broadcast(best.Worst);
        for (; i + (Registers * TLanes.Count) <= count; i += Registers * TLanes.Count)
        {
            TLanes left = TLanes.Max(TLanes.Load(x + i), TLanes.Load(x + i + TLanes.Count));
            TLanes right = TLanes.Max(TLanes.Load(x + i + (2 * TLanes.Count)), TLanes.Load(x + i + (3 * TLanes.Count)));
            if (!TLanes.AnyAbove(TLanes.Max(left, right), worst)) continue;
            best.Take(x, i, i + (Registers * TLanes.Count));
            worst = TLanes.Broadcast(best.Worst);
        }

        best.Take(x, i, count);
    }

    private void Normalize(T* x, T* best)
    {
        T m = best[0];
        T logarithm = T.Log(RowLoop<T, TLanes>.Sum(new SoftmaxFormulas.SumOfExponentials<T>(m), logits.Columns, x));
        for (int i = 0; i < logProbabilities.Columns; i++) best[i] = best[i] - m - logarithm;
    }

    /// <summary>The best classes of a row so far, in descending order.</summary>
    private readonly struct Best(T* values, int* ids, int count)
    {
        public int Count => count;

        public T Worst => values[count - 1];

        /// <summary>Takes the logits of a range that are larger than the worst one.</summary>
        public void Take(T* x, int first, int last)
        {
            for (int i = first; i < last; i++)
            {
                if (x[i] > Worst) Insert(x[i], i, count - 1);
            }
        }

        /// <summary>Inserts a logit among the first <paramref name="taken"/>, after equal logits, which have lower ids.</summary>
        public void Insert(T value, int id, int taken)
        {
            int place = taken;
            for (; place > 0 && value > values[place - 1]; place--)
            {
                values[place] = values[place - 1];
                ids[place] = ids[place - 1];
            }

            values[place] = value;
            ids[place] = id;
        }
    }
}
