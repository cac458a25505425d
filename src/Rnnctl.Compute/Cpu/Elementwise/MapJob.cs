using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Elementwise;

/// <summary>y ← f(y, a, b) over all elements, rows shared out among the threads.</summary>
internal readonly unsafe struct MapJob<T, TLanes, TFormula>(TFormula formula, Matrix<T> y, Matrix<T> a, Matrix<T> b) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TFormula : unmanaged, IFormula
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(y.Rows, part, parts);
        for (int row = first; row < last; row++) MapRow(formula, y.Row(row), a.Row(row), b.Row(row), y.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapRow(TFormula formula, T* y, T* a, T* b, int count)
    {
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
            TLanes.Store(formula.Apply(TLanes.Load(y + i), TLanes.Load(a + i), TLanes.Load(b + i)), y + i);
        for (; i < count; i++)
            ScalarLanes<T>.Store(formula.Apply(ScalarLanes<T>.Load(y + i), ScalarLanes<T>.Load(a + i), ScalarLanes<T>.Load(b + i)), y + i);
    }
}
