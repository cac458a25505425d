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

    private bool IsMasked => pass.HiddenMask.Rows > 0;

    private bool IsNormalized => pass.NormGain.Rows > 0;

    private bool HasZoneout => pass.HiddenUpdates.Rows > 0;

    private NormalizedProducts<T, TLanes, TCell> Norm => new(pass);

    /// <summary>Runs all steps forward: W x + b += h' Uᵀ, then the cell, its projection, and zoneout.</summary>
    public void RunForward()
    {
        for (int visit = 0; visit < walk.Steps; visit++)
        {
            StepRows rows = walk.Rows(visit), previous = walk.Previous(visit);
            if (TCell.HasRecurrentWeight) AddRecurrentProducts(rows, previous, walk.Starting(visit));
            if (TCell.ResetsBefore) AddResetProduct(rows, previous);
            if (TCell.HasMemoryProducts) AddMemoryProducts(rows, previous, walk.Starting(visit));
            for (int j = 0; j < rows.Count; j++) UnitLoop<T, TLanes, TCell>.Forward(RowOf(rows, previous, j), Hidden);
            if (TCell.HasProjection) Project(rows);
            if (HasZoneout) Update(rows, previous);
        }
    }

    /// <summary>Runs all steps backward: zoneout, the projection, the cell, then dh' += dG U.</summary>
    public void RunBackward()
    {
        for (int visit = walk.Steps - 1; visit >= 0; visit--)
        {
            StepRows rows = walk.Rows(visit), previous = walk.Previous(visit);
            bool cut = walk.IsCut(visit);
            if (HasZoneout) BackwardUpdate(rows, previous, cut);
            if (TCell.HasProjection) BackwardProjection(rows);
            if (TCell.HasMemoryProducts) BackwardOutput(rows, previous);
            for (int j = 0; j < rows.Count; j++) StepBack(rows, previous, j, cut);
            if (TCell.HasMemoryProducts) AddMemoryGradient(rows, previous, cut);
            if (TCell.ResetsBefore) BackwardReset(rows, previous, cut);
            if (IsNormalized) Norm.Backward(rows);
            if (TCell.HasRecurrentWeight && previous.Count > 0 && !cut) AddHiddenGradient(rows.First, walk.FirstSequence, pass.HiddenGradient, previous);
            StepRows starting = walk.Starting(visit);
            if (TCell.HasRecurrentWeight && pass.InitialHiddenGradient.Rows > 0)
                AddHiddenGradient(rows.First + previous.Count, starting.First, pass.InitialHiddenGradient, starting);
        }
    }

    /// <summary>h ← h' + s ⊙ (h~ - h'), and c likewise.</summary>
    private void Update(StepRows rows, StepRows previous)
    {
        for (int j = 0; j < rows.Count; j++)
        {
            int row = rows.First + j;
            Update(pass.Hidden, PreviousHidden(previous, j), pass.CandidateHidden, pass.HiddenUpdates, row);
            if (TCell.HasMemory) Update(pass.Memory, PreviousMemory(previous, j), pass.CandidateMemory, pass.MemoryUpdates, row);
        }
    }

    private static void Update(in Matrix<T> state, T* previous, in Matrix<T> candidate, in Matrix<T> updates, int row) => RowLoop<T, TLanes>.Map(
        default(ZoneoutFormulas.State<T>), state.Columns, state.Row(row), previous, candidate.Row(row), updates.Row(row));

    /// <summary>dh~ = s ⊙ dh, dh' += dh - dh~, dc~ = s ⊙ dc, and dc loses dc~: the rest passes the cell by.</summary>
    private void BackwardUpdate(StepRows rows, StepRows previous, bool cut)
    {
        for (int j = 0; j < rows.Count; j++)
        {
            int row = rows.First + j;
            T* dh = pass.HiddenGradient.Row(row), candidate = pass.CandidateHiddenGradient.Row(row);
            RowLoop<T, TLanes>.Map(default(PerElement<T, Product>), pass.Hidden.Columns, candidate, dh, pass.HiddenUpdates.Row(row));
            RowLoop<T, TLanes>.Map(
                default(PerElement<T, ZoneoutFormulas.PreviousGradient>), pass.Hidden.Columns, GradientBefore(previous, j, cut), dh, candidate);
            if (!TCell.HasMemory) continue;
            T* dc = pass.MemoryGradient.Row(walk.FirstSequence + j), memory = pass.CandidateMemoryGradient.Row(row);
            RowLoop<T, TLanes>.Map(default(PerElement<T, Product>), Hidden, memory, dc, pass.MemoryUpdates.Row(row));
            RowLoop<T, TLanes>.Map(default(PerElement<T, Decrease>), Hidden, dc, memory);
        }
    }

    /// <summary>h ← clip(m Pᵀ).</summary>
    private void Project(StepRows rows)
    {
        Matrix<T> hidden = pass.CandidateHidden;
        LeftMatrix<T> m = LeftMatrix<T>.OfRows(pass.Output.Row(rows.First), pass.Output.Stride, PackedPanels<T, TLanes>.TileRows);
        PanelProduct<T, TLanes>.Multiply(
            m, rows.Count, panels.Projection, 0, panels.Projection.Count, hidden.Row(rows.First), hidden.Stride, accumulate: false);
        var clip = new PerElement<T, Clip>(new Clip(pass.HiddenLimit));
        RowLoop<T, TLanes>.Map(clip, rows.First, rows.First + rows.Count, hidden, hidden, hidden);
    }

    /// <summary>Computes the gradient of P m from dh, and dm ← that times P.</summary>
    private void BackwardProjection(StepRows rows)
    {
        var slope = new ClipSlope(T.CreateChecked(pass.HiddenLimit));
        RowLoop<T, TLanes>.Map(slope, rows.First, rows.First + rows.Count, pass.ProjectedGradient, pass.CandidateHiddenGradient, pass.CandidateHidden);
        LeftMatrix<T> projected = LeftMatrix<T>.OfRows(
            pass.ProjectedGradient.Row(rows.First), pass.ProjectedGradient.Stride, PackedPanels<T, TLanes>.TileRows);
        T* target = pass.OutputGradient.Row(walk.FirstSequence);
        PanelProduct<T, TLanes>.Multiply(
            projected, rows.Count, panels.Projection, 0, panels.Projection.Count, target, pass.OutputGradient.Stride, accumulate: false);
    }

    /// <summary>Adds c' Pᵀ to the first and second gate's W x + b, computes c, and adds c Pᵀ to the fourth gate's.</summary>
    private void AddMemoryProducts(StepRows rows, StepRows previous, StepRows starting)
    {
        AddMemoryProduct(pass.Memory, previous.First, previous.Count, panels.FirstMemory, pass.Gates.Row(rows.First));
        if (pass.InitialMemory.Rows > 0)
            AddMemoryProduct(pass.InitialMemory, starting.First, starting.Count, panels.FirstMemory, pass.Gates.Row(rows.First + previous.Count));
        for (int j = 0; j < rows.Count; j++) UnitLoop<T, TLanes, TCell>.UpdateMemory(RowOf(rows, previous, j), Hidden);
        AddMemoryProduct(pass.CandidateMemory, rows.First, rows.Count, panels.LastMemory, pass.Gates.Row(rows.First) + LastGate);
    }

    private void AddMemoryProduct(in Matrix<T> memory, int first, int count, in PackedPanels<T, TLanes> weight, T* gates)
    {
        if (count == 0) return;
        LeftMatrix<T> left = LeftMatrix<T>.OfRows(memory.Row(first), memory.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(left, count, weight, gates, pass.Gates.Stride, accumulate: true);
    }

    /// <summary>Computes the gradient of the fourth gate, then dc += dG P of it.</summary>
    private void BackwardOutput(StepRows rows, StepRows previous)
    {
        for (int j = 0; j < rows.Count; j++) UnitLoop<T, TLanes, TCell>.BackwardOutput(WithGradients(RowOf(rows, previous, j), rows, j), Hidden);
        Matrix<T> target = HasZoneout ? pass.CandidateMemoryGradient : pass.MemoryGradient;
        AddMemoryGradient(rows.First, rows.Count, LastGate, panels.LastMemory, target, HasZoneout ? rows.First : walk.FirstSequence);
    }

    /// <summary>dc' += dG P of the first and second gate.</summary>
    private void AddMemoryGradient(StepRows rows, StepRows previous, bool cut)
    {
        int first = cut ? previous.Count : 0, last = pass.InitialMemory.Rows > 0 ? rows.Count : previous.Count;
        AddMemoryGradient(rows.First + first, last - first, 0, panels.FirstMemory, pass.MemoryGradient, walk.FirstSequence + first);
    }

    private void AddMemoryGradient(int row, int count, int column, in PackedPanels<T, TLanes> weight, in Matrix<T> target, int targetRow)
    {
        if (count <= 0) return;
        LeftMatrix<T> gates = LeftMatrix<T>.OfRows(pass.Gates.Row(row) + column, pass.Gates.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(gates, count, weight, target.Row(targetRow), target.Stride, accumulate: true);
    }

    /// <summary>Computes r, then adds (r ⊙ h') Uᵀ to the last gate's W x + b.</summary>
    private void AddResetProduct(StepRows rows, StepRows previous)
    {
        for (int j = 0; j < rows.Count; j++) UnitLoop<T, TLanes, TCell>.Reset(RowOf(rows, previous, j), Hidden);
        int products = RowsWithPrevious(rows, previous);
        if (IsMasked) for (int j = 0; j < products; j++) Mask(pass.Reset.Row(rows.First + j), pass.Reset.Row(rows.First + j), j);
        if (products > 0)
        {
            LeftMatrix<T> reset = LeftMatrix<T>.OfRows(pass.Reset.Row(rows.First), pass.Reset.Stride, PackedPanels<T, TLanes>.TileRows);
            Multiply(reset, products, panels.LastGate, Products.Row(rows.First) + LastGate, Products.Stride, accumulate: !IsNormalized);
        }

        if (IsNormalized) Norm.ForwardReset(rows);
    }

    /// <summary>Computes the gradient of r ⊙ h' ← dG U from the last gate, then the gradients of r and of h'.</summary>
    private void BackwardReset(StepRows rows, StepRows previous, bool cut)
    {
        if (IsNormalized) Norm.BackwardReset(rows);
        T* target = pass.MemoryGradient.Row(walk.FirstSequence);
        LeftMatrix<T> gate = LeftMatrix<T>.OfRows(
            ProductGradients.Row(rows.First) + LastGate, ProductGradients.Stride, PackedPanels<T, TLanes>.TileRows);
        int products = RowsWithPrevious(rows, previous);
        if (products > 0) Multiply(gate, products, panels.LastGate, target, pass.MemoryGradient.Stride, accumulate: false);
        if (IsMasked) for (int j = 0; j < products; j++) Mask(target + (j * pass.MemoryGradient.Stride), target + (j * pass.MemoryGradient.Stride), j);
        for (int j = 0; j < rows.Count; j++)
        {
            UnitRow<T> row = RowOf(rows, previous, j);
            row.ResetGradient = j < products ? pass.MemoryGradient.Row(walk.FirstSequence + j) : zeros;
            row.PreviousHiddenGradient = GradientBefore(previous, j, cut);
            UnitLoop<T, TLanes, TCell>.BackwardReset(row, Hidden);
        }
    }

    /// <summary>The number of rows whose h' is not zero.</summary>
    private int RowsWithPrevious(StepRows rows, StepRows previous) => HasInitialHidden ? rows.Count : previous.Count;

    /// <summary>The first column of the last gate.</summary>
    private int LastGate => (TCell.Gates - 1) * Hidden;

    /// <summary>Where recurrent products go: they are added to W x + b, or normalised first.</summary>
    private Matrix<T> Products => IsNormalized ? pass.NormValues : pass.Gates;

    /// <summary>The gradients of recurrent products that are not separate.</summary>
    private Matrix<T> ProductGradients => IsNormalized ? pass.NormGradient : pass.Gates;

    private T* GradientBefore(StepRows previous, int j, bool cut)
    {
        if (j >= previous.Count) return pass.InitialHiddenGradient.Rows > 0 ? pass.InitialHiddenGradient.Row(walk.FirstSequence + j) : discarded;
        return cut ? discarded : pass.HiddenGradient.Row(previous.First + j);
    }

    private void StepBack(StepRows rows, StepRows previous, int j, bool cut)
    {
        UnitRow<T> row = WithGradients(RowOf(rows, previous, j), rows, j);
        row.PreviousHiddenGradient = TCell.HasProjection ? discarded : GradientBefore(previous, j, cut);
        if (!IsMasked) Copy(PreviousHidden(previous, j), pass.PreviousHidden.Row(rows.First + j), pass.Hidden.Columns);
        if (TCell.HasPeepholes || TCell.HasMemoryProducts) Copy(row.PreviousMemory, pass.PreviousMemory.Row(rows.First + j), Hidden);
        UnitLoop<T, TLanes, TCell>.Backward(row, Hidden);
        if (!TCell.HasMemory) return;
        T* memoryGradient = pass.MemoryGradient.Row(walk.FirstSequence + j);
        if (cut && j < previous.Count) new Span<T>(memoryGradient, Hidden).Clear();
        else if (HasZoneout) RowLoop<T, TLanes>.Map(default(PerElement<T, Accumulate>), Hidden, memoryGradient, row.MemoryGradient);
    }

    private UnitRow<T> WithGradients(UnitRow<T> row, StepRows rows, int j)
    {
        row.HiddenGradient = TCell.HasProjection ? pass.OutputGradient.Row(walk.FirstSequence + j) : pass.CandidateHiddenGradient.Row(rows.First + j);
        if (!TCell.HasMemory) return row;
        row.MemoryGradient = HasZoneout ? pass.CandidateMemoryGradient.Row(rows.First + j) : pass.MemoryGradient.Row(walk.FirstSequence + j);
        return row;
    }

    private static void Copy(T* source, T* target, int count) => new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(target, count));

    private UnitRow<T> RowOf(StepRows rows, StepRows previous, int j)
    {
        int row = rows.First + j;
        return new UnitRow<T>
        {
            FirstPeephole = TCell.HasPeepholes ? pass.Peephole.Row(0) : null,
            SecondPeephole = TCell.HasPeepholes ? pass.Peephole.Row(1) : null,
            FourthPeephole = TCell.HasPeepholes ? pass.Peephole.Row(2) : null,
            Gates = pass.Gates.Row(row),
            RecurrentTerm = TCell.HasSeparateRecurrentTerm ? pass.RecurrentTerm.Row(row) : null,
            Reset = TCell.ResetsBefore ? pass.Reset.Row(row) : null,
            Hidden = TCell.HasProjection ? pass.Output.Row(row) : pass.CandidateHidden.Row(row),
            MemoryLimit = TCell.ClipsMemory ? T.CreateChecked(pass.MemoryLimit) : default,
            Memory = TCell.HasMemory ? pass.CandidateMemory.Row(row) : null,
            PreviousHidden = TCell.HasProjection ? zeros : PreviousHidden(previous, j),
            PreviousMemory = TCell.HasMemory ? PreviousMemory(previous, j) : zeros,
        };
    }

    private T* PreviousHidden(StepRows previous, int j) =>
        j >= previous.Count ? InitialRow(pass.InitialHidden, walk.FirstSequence + j) : pass.Hidden.Row(previous.First + j);

    private T* PreviousMemory(StepRows previous, int j) =>
        j >= previous.Count ? InitialRow(pass.InitialMemory, walk.FirstSequence + j) : pass.Memory.Row(previous.First + j);

    private T* InitialRow(in Matrix<T> initial, int sequence) => initial.Rows > 0 ? initial.Row(sequence) : zeros;

    /// <summary>W x + b += h' Uᵀ for all rows of a step, with h' masked and the product normalised if the layer does so.</summary>
    private void AddRecurrentProducts(StepRows rows, StepRows previous, StepRows starting)
    {
        if (IsMasked)
        {
            for (int j = 0; j < rows.Count; j++) Mask(PreviousHidden(previous, j), pass.PreviousHidden.Row(rows.First + j), j);
            AddRecurrentProduct(rows.First, pass.PreviousHidden, rows with { Count = RowsWithPrevious(rows, previous) });
        }
        else
        {
            AddRecurrentProduct(rows.First, pass.Hidden, previous);
            if (HasInitialHidden) AddRecurrentProduct(rows.First + previous.Count, pass.InitialHidden, starting);
        }

        if (IsNormalized) Normalize(rows, previous);
    }

    /// <summary>Normalises the products of a step. A product of no h' is zero.</summary>
    private void Normalize(StepRows rows, StepRows previous)
    {
        for (int j = RowsWithPrevious(rows, previous); j < rows.Count; j++) new Span<T>(pass.NormValues.Row(rows.First + j), pass.NormValues.Columns).Clear();
        Norm.Forward(rows);
    }

    /// <summary>target ← m ⊙ source for a row of a step.</summary>
    private void Mask(T* source, T* target, int j) => RowLoop<T, TLanes>.Map(
        default(PerElement<T, Product>), pass.HiddenMask.Columns, target, source, pass.HiddenMask.Row(walk.FirstSequence + j));

    /// <summary>W x + b += h' Uᵀ for the step's rows from <paramref name="row"/> on; if the product is normalised, it stands by itself.</summary>
    private void AddRecurrentProduct(int row, in Matrix<T> hidden, StepRows previous)
    {
        if (previous.Count == 0) return;
        LeftMatrix<T> state = LeftMatrix<T>.OfRows(hidden.Row(previous.First), hidden.Stride, PackedPanels<T, TLanes>.TileRows);
        Matrix<T> products = Products, term = IsNormalized ? ColumnsFrom(products, LastGate) : pass.RecurrentTerm;
        Multiply(state, previous.Count, panels.FirstGates, products.Row(row), products.Stride, accumulate: !IsNormalized);
        if (TCell.HasSeparateRecurrentTerm) Multiply(state, previous.Count, panels.LastGate, term.Row(row), term.Stride, accumulate: !IsNormalized);
    }

    /// <summary>dh' += dG U for the step's rows from <paramref name="row"/> on, whose first sequence is <paramref name="sequence"/>.</summary>
    private void AddHiddenGradient(int row, int sequence, in Matrix<T> hiddenGradient, StepRows previous)
    {
        if (previous.Count == 0) return;
        T* target = IsMasked ? pass.MaskedGradient.Row(sequence) : hiddenGradient.Row(previous.First);
        int stride = IsMasked ? pass.MaskedGradient.Stride : hiddenGradient.Stride;
        Matrix<T> products = ProductGradients, term = IsNormalized ? ColumnsFrom(products, LastGate) : pass.RecurrentTerm;
        LeftMatrix<T> gates = LeftMatrix<T>.OfRows(products.Row(row), products.Stride, PackedPanels<T, TLanes>.TileRows);
        Multiply(gates, previous.Count, panels.FirstGates, target, stride, accumulate: !IsMasked);
        if (TCell.HasSeparateRecurrentTerm)
        {
            LeftMatrix<T> recurrentTerm = LeftMatrix<T>.OfRows(term.Row(row), term.Stride, PackedPanels<T, TLanes>.TileRows);
            Multiply(recurrentTerm, previous.Count, panels.LastGate, target, stride, accumulate: true);
        }

        if (IsMasked) AddMaskedGradient(sequence, hiddenGradient, previous);
    }

    /// <summary>dh' += m ⊙ the gradient of the masked h'.</summary>
    private void AddMaskedGradient(int sequence, in Matrix<T> hiddenGradient, StepRows previous)
    {
        for (int j = 0; j < previous.Count; j++)
        {
            RowLoop<T, TLanes>.Map(
                default(PerElement<T, AccumulateProduct>),
                hiddenGradient.Columns,
                hiddenGradient.Row(previous.First + j),
                pass.MaskedGradient.Row(sequence + j),
                pass.HiddenMask.Row(sequence + j));
        }
    }

    private static Matrix<T> ColumnsFrom(in Matrix<T> matrix, int first) => new(matrix.Pointer + first, matrix.Rows, matrix.Columns - first, matrix.Stride);

    private static void Multiply(in LeftMatrix<T> a, int rows, in PackedPanels<T, TLanes> b, T* c, nint stride, bool accumulate) =>
        PanelProduct<T, TLanes>.Multiply(a, rows, b, 0, b.Count, c, stride, accumulate);

    /// <summary>y ← a clip'(x), with b = clip(x).</summary>
    private readonly struct ClipSlope(T limit) : IRowFormula<T>
    {
        public static int Arguments => 2;

        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => a * Clip.Slope(b, TReal.Broadcast(limit));
    }
}
