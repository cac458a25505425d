using System.Numerics;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>What one thread does of one pass: the pass, its packed weights, and the walk over the thread's sequences.</summary>
internal readonly unsafe struct PassWork<T, TLanes, TCell>(
    PassMatrices<T> pass, RecurrentPanels<T, TLanes, TCell> panels, TimeWalk walk, T* zeros, T* discarded)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TCell : struct, IFusedCell
{
    private int Hidden => pass.Hidden.Columns;

    /// <summary>All steps forward: W x + b += h' Uᵀ, then the cell.</summary>
    public void RunForward()
    {
        for (int visit = 0; visit < walk.Steps; visit++)
        {
            StepRows rows = walk.Rows(visit), previous = walk.Previous(visit);
            if (TCell.HasRecurrentWeight && previous.Count > 0) AddRecurrentProduct(rows, previous);
            for (int j = 0; j < rows.Count; j++) UnitLoop<T, TLanes, TCell>.Forward(RowOf(rows, previous, j), Hidden);
        }
    }

    /// <summary>All steps backward: the cell, then dh' += dG U.</summary>
    public void RunBackward()
    {
        for (int visit = walk.Steps - 1; visit >= 0; visit--)
        {
            StepRows rows = walk.Rows(visit), previous = walk.Previous(visit);
            bool cut = walk.IsCut(visit);
            for (int j = 0; j < rows.Count; j++) StepBack(rows, previous, j, cut);
            if (TCell.HasRecurrentWeight && previous.Count > 0 && !cut) AddHiddenGradient(rows, previous);
        }
    }

    private void StepBack(StepRows rows, StepRows previous, int j, bool cut)
    {
        UnitRow<T> row = RowOf(rows, previous, j);
        row.HiddenGradient = pass.HiddenGradient.Row(rows.First + j);
        row.MemoryGradient = TCell.HasMemory ? pass.MemoryGradient.Row(walk.FirstSequence + j) : null;
        row.PreviousHiddenGradient = j < previous.Count && !cut ? pass.HiddenGradient.Row(previous.First + j) : discarded;
        Copy(row.PreviousHidden, pass.PreviousHidden.Row(rows.First + j));
        if (TCell.HasPeepholes) Copy(row.PreviousMemory, pass.PreviousMemory.Row(rows.First + j));
        UnitLoop<T, TLanes, TCell>.Backward(row, Hidden);
        if (cut && TCell.HasMemory) new Span<T>(row.MemoryGradient, Hidden).Clear();
    }

    private void Copy(T* source, T* target) => new ReadOnlySpan<T>(source, Hidden).CopyTo(new Span<T>(target, Hidden));

    private UnitRow<T> RowOf(StepRows rows, StepRows previous, int j)
    {
        int row = rows.First + j;
        bool first = j >= previous.Count;
        return new UnitRow<T>
        {
            Peephole0 = TCell.HasPeepholes ? pass.Peephole.Row(0) : null,
            Peephole1 = TCell.HasPeepholes ? pass.Peephole.Row(1) : null,
            Peephole3 = TCell.HasPeepholes ? pass.Peephole.Row(2) : null,
            Gates = pass.Gates.Row(row),
            Apart = TCell.KeepsLastApart ? pass.Apart.Row(row) : null,
            Hidden = pass.Hidden.Row(row),
            Memory = TCell.HasMemory ? pass.Memory.Row(row) : null,
            PreviousHidden = first ? zeros : pass.Hidden.Row(previous.First + j),
            PreviousMemory = first || !TCell.HasMemory ? zeros : pass.Memory.Row(previous.First + j),
        };
    }

    private void AddRecurrentProduct(StepRows rows, StepRows previous)
    {
        LeftMatrix<T> state = LeftMatrix<T>.OfRows(pass.Hidden.Row(previous.First), pass.Hidden.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(state, previous.Count, panels.Joined, pass.Gates.Row(rows.First), pass.Gates.Stride);
        if (TCell.KeepsLastApart) Multiply(state, previous.Count, panels.Apart, pass.Apart.Row(rows.First), pass.Apart.Stride);
    }

    private void AddHiddenGradient(StepRows rows, StepRows previous)
    {
        T* target = pass.HiddenGradient.Row(previous.First);
        LeftMatrix<T> gates = LeftMatrix<T>.OfRows(pass.Gates.Row(rows.First), pass.Gates.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(gates, previous.Count, panels.Joined, target, pass.HiddenGradient.Stride);
        if (!TCell.KeepsLastApart) return;
        LeftMatrix<T> apart = LeftMatrix<T>.OfRows(pass.Apart.Row(rows.First), pass.Apart.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(apart, previous.Count, panels.Apart, target, pass.HiddenGradient.Stride);
    }

    private static void Multiply(in LeftMatrix<T> a, int rows, in PackedPanels<T, TLanes> b, T* c, nint stride) =>
        PanelProduct<T, TLanes>.Multiply(a, rows, b, 0, b.Count, c, stride, accumulate: true);
}
