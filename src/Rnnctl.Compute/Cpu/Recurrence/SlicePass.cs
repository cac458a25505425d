using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Recurrence;

namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>One pass over one slice of the sequences, the work of one thread: the pass, its packed weights, and the walk over the slice.</summary>
internal readonly unsafe struct SlicePass<T, TLanes, TCell>(
    PassMatrices<T> pass, RecurrentPanels<T, TLanes, TCell> panels, TimeWalk walk, T* zeros, T* discarded)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TCell : struct, IFusedCell
{
    private int Hidden => pass.Gates.Columns / TCell.Gates;

    private bool HasInitialHidden => pass.InitialHidden.Rows > 0;

    /// <summary>Runs all steps forward: W x + b += h' Uᵀ, then the cell, then its projection.</summary>
    public void RunForward()
    {
        for (int visit = 0; visit < walk.Steps; visit++)
        {
            StepRows rows = walk.Rows(visit), previous = walk.Previous(visit);
            if (TCell.HasRecurrentWeight && previous.Count > 0) AddRecurrentProduct(rows.First, pass.Hidden, previous);
            if (TCell.HasRecurrentWeight && HasInitialHidden) AddRecurrentProduct(rows.First + previous.Count, pass.InitialHidden, walk.Starting(visit));
            if (TCell.ResetsBefore) AddResetProduct(rows, previous);
            for (int j = 0; j < rows.Count; j++) UnitLoop<T, TLanes, TCell>.Forward(RowOf(rows, previous, j), Hidden);
            if (TCell.HasProjection) Project(rows);
        }
    }

    /// <summary>Runs all steps backward: the projection, the cell, then dh' += dG U.</summary>
    public void RunBackward()
    {
        for (int visit = walk.Steps - 1; visit >= 0; visit--)
        {
            StepRows rows = walk.Rows(visit), previous = walk.Previous(visit);
            bool cut = walk.IsCut(visit);
            if (TCell.HasProjection) BackwardProjection(rows);
            for (int j = 0; j < rows.Count; j++) StepBack(rows, previous, j, cut);
            if (TCell.ResetsBefore) BackwardReset(rows, previous, cut);
            if (TCell.HasRecurrentWeight && previous.Count > 0 && !cut) AddHiddenGradient(rows.First, pass.HiddenGradient, previous);
            if (TCell.HasRecurrentWeight && pass.InitialHiddenGradient.Rows > 0)
                AddHiddenGradient(rows.First + previous.Count, pass.InitialHiddenGradient, walk.Starting(visit));
        }
    }

    /// <summary>h ← clip(m Pᵀ).</summary>
    private void Project(StepRows rows)
    {
        LeftMatrix<T> m = LeftMatrix<T>.OfRows(pass.Output.Row(rows.First), pass.Output.Stride, PackedPanels<T, TLanes>.TileRows);
        PanelProduct<T, TLanes>.Multiply(
            m, rows.Count, panels.Projection, 0, panels.Projection.Count, pass.Hidden.Row(rows.First), pass.Hidden.Stride, accumulate: false);
        var clip = new PerElement<T, Clip>(new Clip(pass.HiddenLimit));
        RowLoop<T, TLanes>.Map(clip, rows.First, rows.First + rows.Count, pass.Hidden, pass.Hidden, pass.Hidden);
    }

    /// <summary>Computes the gradient of P m from dh, and dm ← that times P.</summary>
    private void BackwardProjection(StepRows rows)
    {
        var slope = new ClipSlope(T.CreateChecked(pass.HiddenLimit));
        RowLoop<T, TLanes>.Map(slope, rows.First, rows.First + rows.Count, pass.ProjectedGradient, pass.HiddenGradient, pass.Hidden);
        LeftMatrix<T> projected = LeftMatrix<T>.OfRows(
            pass.ProjectedGradient.Row(rows.First), pass.ProjectedGradient.Stride, PackedPanels<T, TLanes>.TileRows);
        T* target = pass.OutputGradient.Row(walk.FirstSequence);
        PanelProduct<T, TLanes>.Multiply(
            projected, rows.Count, panels.Projection, 0, panels.Projection.Count, target, pass.OutputGradient.Stride, accumulate: false);
    }

    /// <summary>Computes r, then adds (r ⊙ h') Uᵀ to the last gate's W x + b.</summary>
    private void AddResetProduct(StepRows rows, StepRows previous)
    {
        for (int j = 0; j < rows.Count; j++) UnitLoop<T, TLanes, TCell>.Reset(RowOf(rows, previous, j), Hidden);
        int products = ResetProducts(rows, previous);
        if (products == 0) return;
        LeftMatrix<T> reset = LeftMatrix<T>.OfRows(pass.Reset.Row(rows.First), pass.Reset.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(reset, products, panels.LastGate, LastGateRow(rows), pass.Gates.Stride);
    }

    /// <summary>Computes the gradient of r ⊙ h' ← dG U from the last gate, then the gradients of r and of h'.</summary>
    private void BackwardReset(StepRows rows, StepRows previous, bool cut)
    {
        T* target = pass.MemoryGradient.Row(walk.FirstSequence);
        LeftMatrix<T> gate = LeftMatrix<T>.OfRows(LastGateRow(rows), pass.Gates.Stride, PackedPanels<T, TLanes>.TileRows);
        int products = ResetProducts(rows, previous);
        if (products > 0)
            PanelProduct<T, TLanes>.Multiply(
                gate, products, panels.LastGate, 0, panels.LastGate.Count, target, pass.MemoryGradient.Stride, accumulate: false);
        for (int j = 0; j < rows.Count; j++)
        {
            UnitRow<T> row = RowOf(rows, previous, j);
            row.ResetGradient = j < products ? pass.MemoryGradient.Row(walk.FirstSequence + j) : zeros;
            row.PreviousHiddenGradient = GradientBefore(previous, j, cut);
            UnitLoop<T, TLanes, TCell>.BackwardReset(row, Hidden);
        }
    }

    /// <summary>The number of rows whose h' is not zero.</summary>
    private int ResetProducts(StepRows rows, StepRows previous) => HasInitialHidden ? rows.Count : previous.Count;

    private T* LastGateRow(StepRows rows) => pass.Gates.Row(rows.First) + ((TCell.Gates - 1) * Hidden);

    private T* GradientBefore(StepRows previous, int j, bool cut)
    {
        if (j >= previous.Count) return pass.InitialHiddenGradient.Rows > 0 ? pass.InitialHiddenGradient.Row(walk.FirstSequence + j) : discarded;
        return cut ? discarded : pass.HiddenGradient.Row(previous.First + j);
    }

    private void StepBack(StepRows rows, StepRows previous, int j, bool cut)
    {
        UnitRow<T> row = RowOf(rows, previous, j);
        row.HiddenGradient = TCell.HasProjection ? pass.OutputGradient.Row(walk.FirstSequence + j) : pass.HiddenGradient.Row(rows.First + j);
        row.MemoryGradient = TCell.HasMemory ? pass.MemoryGradient.Row(walk.FirstSequence + j) : null;
        row.PreviousHiddenGradient = TCell.HasProjection ? discarded : GradientBefore(previous, j, cut);
        Copy(PreviousHidden(previous, j), pass.PreviousHidden.Row(rows.First + j), pass.Hidden.Columns);
        if (TCell.HasPeepholes) Copy(row.PreviousMemory, pass.PreviousMemory.Row(rows.First + j), Hidden);
        UnitLoop<T, TLanes, TCell>.Backward(row, Hidden);
        if (cut && TCell.HasMemory && j < previous.Count) new Span<T>(row.MemoryGradient, Hidden).Clear();
    }

    private static void Copy(T* source, T* target, int count) => new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(target, count));

    private UnitRow<T> RowOf(StepRows rows, StepRows previous, int j)
    {
        int row = rows.First + j;
        bool first = j >= previous.Count;
        int sequence = walk.FirstSequence + j;
        return new UnitRow<T>
        {
            FirstPeephole = TCell.HasPeepholes ? pass.Peephole.Row(0) : null,
            SecondPeephole = TCell.HasPeepholes ? pass.Peephole.Row(1) : null,
            FourthPeephole = TCell.HasPeepholes ? pass.Peephole.Row(2) : null,
            Gates = pass.Gates.Row(row),
            RecurrentTerm = TCell.HasSeparateRecurrentTerm ? pass.RecurrentTerm.Row(row) : null,
            Reset = TCell.ResetsBefore ? pass.Reset.Row(row) : null,
            Hidden = TCell.HasProjection ? pass.Output.Row(row) : pass.Hidden.Row(row),
            MemoryLimit = TCell.ClipsMemory ? T.CreateChecked(pass.MemoryLimit) : default,
            Memory = TCell.HasMemory ? pass.Memory.Row(row) : null,
            PreviousHidden = TCell.HasProjection ? zeros : PreviousHidden(previous, j),
            PreviousMemory = !TCell.HasMemory ? zeros : first ? InitialRow(pass.InitialMemory, sequence) : pass.Memory.Row(previous.First + j),
        };
    }

    private T* PreviousHidden(StepRows previous, int j) =>
        j >= previous.Count ? InitialRow(pass.InitialHidden, walk.FirstSequence + j) : pass.Hidden.Row(previous.First + j);

    private T* InitialRow(in Matrix<T> initial, int sequence) => initial.Rows > 0 ? initial.Row(sequence) : zeros;

    /// <summary>W x + b += h' Uᵀ for the step's rows from <paramref name="row"/> on.</summary>
    private void AddRecurrentProduct(int row, in Matrix<T> hidden, StepRows previous)
    {
        if (previous.Count == 0) return;
        LeftMatrix<T> state = LeftMatrix<T>.OfRows(hidden.Row(previous.First), hidden.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(state, previous.Count, panels.FirstGates, pass.Gates.Row(row), pass.Gates.Stride);
        if (TCell.HasSeparateRecurrentTerm) Multiply(state, previous.Count, panels.LastGate, pass.RecurrentTerm.Row(row), pass.RecurrentTerm.Stride);
    }

    /// <summary>dh' += dG U for the step's rows from <paramref name="row"/> on.</summary>
    private void AddHiddenGradient(int row, in Matrix<T> hiddenGradient, StepRows previous)
    {
        if (previous.Count == 0) return;
        T* target = hiddenGradient.Row(previous.First);
        LeftMatrix<T> gates = LeftMatrix<T>.OfRows(pass.Gates.Row(row), pass.Gates.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(gates, previous.Count, panels.FirstGates, target, hiddenGradient.Stride);
        if (!TCell.HasSeparateRecurrentTerm) return;
        LeftMatrix<T> recurrentTerm = LeftMatrix<T>.OfRows(pass.RecurrentTerm.Row(row), pass.RecurrentTerm.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(recurrentTerm, previous.Count, panels.LastGate, target, hiddenGradient.Stride);
    }

    private static void Multiply(in LeftMatrix<T> a, int rows, in PackedPanels<T, TLanes> b, T* c, nint stride) =>
        PanelProduct<T, TLanes>.Multiply(a, rows, b, 0, b.Count, c, stride, accumulate: true);

    /// <summary>y ← a clip'(x), with b = clip(x).</summary>
    private readonly struct ClipSlope(T limit) : IRowFormula<T>
    {
        public static int Arguments => 2;

        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => a * Clip.Slope(b, TReal.Broadcast(limit));
    }
}
