using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Kernels.Elementwise;
using Rnnctl.Ilgpu.Kernels.Products;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>The loop over time of a fused recurrent layer. Each step queues one product and one kernel, and waits for nothing.</summary>
internal sealed unsafe class RecurrentLoop<T, TReal>(KernelQueue queue, MatrixProducts<T> products, Arena<T> scratch)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    private readonly LayerAdditions<T, TReal> _additions = new(queue);

    /// <summary>Runs all steps forward: the gates' part of h' Uᵀ, then the cell, its projection, and zoneout.</summary>
    public void RunForward<TCell>(in RecurrentPass<T> pass)
        where TCell : struct, IFusedCell
    {
        scratch.Reset();
        bool isSeparate = TCell.HasRecurrentWeight && !TCell.ResetsBefore && !TCell.HasMemoryProducts && pass.Norm.Gain.IsEmpty;
        Tensor<T> recurrent = isSeparate ? scratch.Allocate(pass.Steps.Sequences, pass.RecurrentWeight.Rows) : pass.Hidden;
        fixed (int* offsets = pass.Steps.Offsets)
        {
            TimeWalk walk = Walk(pass, offsets);
            for (int visit = 0; visit < walk.Steps; visit++)
            {
                StepRows rows = walk.Rows(visit), previous = walk.Previous(visit);
                StepUnits<TReal> units = UnitsOf<TCell>(pass, rows, previous);
                StepRows starting = walk.Starting(visit);
                Tensor<T> product = recurrent.SliceRows(0, isSeparate ? RowsWithPrevious(pass, rows, previous) : 0);
                if (!pass.HiddenMask.IsEmpty) _additions.MaskPrevious(pass, rows, previous, starting);
                if (TCell.ResetsBefore) AddResetProducts<TCell>(pass, units, rows, previous, starting);
                else if (isSeparate) MultiplyPrevious(pass, rows, previous, starting, product, accumulate: false);
                else if (TCell.HasRecurrentWeight) AddRecurrentProduct<TCell>(pass, rows, previous, starting);
                if (TCell.HasMemoryProducts) AddMemoryProducts<TCell>(pass, units, rows, previous, starting);
                queue.Run(new ForwardStepKernel<TReal, TCell>(units, Read(product)), rows.Count * Units<TCell>(pass));
                if (TCell.HasProjection) Project(pass, rows);
                if (!pass.HiddenZoneout.Updates.IsEmpty) _additions.Update<TCell>(pass, rows, previous);
            }
        }
    }

    /// <summary>Runs all steps backward: zoneout, the projection, the cell, then dh' += dG U.</summary>
    public void RunBackward<TCell>(in RecurrentPass<T> pass)
        where TCell : struct, IFusedCell
    {
        fixed (int* offsets = pass.Steps.Offsets)
        {
            TimeWalk walk = Walk(pass, offsets);
            for (int visit = walk.Steps - 1; visit >= 0; visit--)
            {
                bool isCut = walk.IsCut(visit);
                StepRows rows = walk.Rows(visit), previous = walk.Previous(visit);
                StepRows reached = isCut ? previous with { Count = 0 } : previous, starting = walk.Starting(visit);
                if (!pass.HiddenZoneout.Updates.IsEmpty) _additions.BackwardUpdate<TCell>(pass, rows, previous, reached, starting);
                if (TCell.HasProjection) BackwardProjection(pass, rows, previous);
                StepUnits<TReal> units = UnitsOf<TCell>(pass, rows, previous);
                StepGradients<TReal> gradients = GradientsOf<TCell>(pass, rows, reached, isCut);
                if (TCell.HasMemoryProducts) BackwardOutput<TCell>(pass, rows, units, gradients);
                queue.Run(new BackwardStepKernel<TReal, TCell>(units, gradients), rows.Count * Units<TCell>(pass));
                if (!pass.MemoryZoneout.Updates.IsEmpty) _additions.AddMemoryGradient(pass, rows, previous, isCut);
                if (TCell.HasMemoryProducts) AddMemoryGradient<TCell>(pass, rows, previous, isCut);
                if (TCell.ResetsBefore) BackwardReset<TCell>(pass, rows, previous, reached);
                if (!TCell.HasRecurrentWeight) continue;
                if (!pass.Norm.Gain.IsEmpty) _additions.BackwardNormalize<TCell>(pass, rows, product: 0);
                AddHiddenGradient<TCell>(pass, rows.First, new StepRows(0, reached.Count), Slice(pass.HiddenGradient, reached));
                if (!pass.Initial.Hidden.HasGradient) continue;
                AddHiddenGradient<TCell>(pass, rows.First + previous.Count, starting, Slice(pass.Initial.Hidden.Gradient, starting));
            }
        }
    }

    /// <summary>h ← clip(m Pᵀ).</summary>
    private void Project(in RecurrentPass<T> pass, StepRows rows)
    {
        Tensor<T> hidden = Slice(pass.CandidateHidden, rows);
        Multiply(Slice(pass.Output, rows), pass.Projection, hidden, accumulate: false);
        if (double.IsFinite(pass.HiddenLimit))
            queue.Run(new MapKernel<TReal, Clip>(new Clip(pass.HiddenLimit), Read(hidden), Read(hidden), Read(hidden)), hidden.Count);
    }

    /// <summary>Computes the gradient of P m from dh, and dm ← that times P; saves h'.</summary>
    private void BackwardProjection(in RecurrentPass<T> pass, StepRows rows, StepRows previous)
    {
        Tensor<T> projected = Slice(pass.ProjectedGradient, rows);
        var kernel = new BackwardProjectionKernel<TReal>(
            TReal.Constant(pass.HiddenLimit),
            Read(Slice(pass.CandidateHidden, rows)),
            Read(Slice(pass.CandidateHiddenGradient, rows)),
            Read(projected),
            Read(Slice(pass.Hidden, previous)),
            Read(OrNoRows(pass.Initial.Hidden.Value, pass.Hidden)),
            Read(SavedHidden(pass, rows)));
        queue.Run(kernel, projected.Count);
        products.Multiply(projected, pass.Projection, pass.OutputGradient.SliceRows(0, rows.Count), accumulate: false);
    }

    /// <summary>Adds h' Uᵀ to the gates, normalised if the layer does so.</summary>
    private void AddRecurrentProduct<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous, StepRows starting)
        where TCell : struct, IFusedCell
    {
        bool isNormalized = !pass.Norm.Gain.IsEmpty;
        StepRows multiplied = rows with { Count = RowsWithPrevious(pass, rows, previous) };
        MultiplyPrevious(
            pass, rows, previous, starting, Slice(isNormalized ? pass.Norm.Values : pass.Gates, multiplied), accumulate: !isNormalized);
        if (isNormalized) _additions.Normalize<TCell>(pass, rows, product: 0, multiplied.Count);
    }

    /// <summary>Adds c' Pᵀ to the first and second gate, computes c, and adds c Pᵀ to the fourth gate.</summary>
    private void AddMemoryProducts<TCell>(in RecurrentPass<T> pass, StepUnits<TReal> units, StepRows rows, StepRows previous, StepRows starting)
        where TCell : struct, IFusedCell
    {
        int hidden = Units<TCell>(pass);
        Tensor<T> gates = Slice(pass.Gates, rows), first = gates.SliceColumns(0, 2 * hidden), weight = pass.Peephole.SliceRows(0, 2 * hidden);
        if (previous.Count > 0) Multiply(Slice(pass.Memory, previous), weight, first.SliceRows(0, previous.Count), accumulate: true);
        if (starting.Count > 0 && pass.Initial.Memory.Rows > 0)
            Multiply(Slice(pass.Initial.Memory.Value, starting), weight, first.SliceRows(previous.Count, starting.Count), accumulate: true);
        queue.Run(new MemoryStepKernel<TReal, TCell>(units), rows.Count * hidden);
        if (rows.Count == 0) return;
        Tensor<T> last = gates.SliceColumns(3 * hidden, hidden);
        Multiply(Slice(pass.CandidateMemory, rows), pass.Peephole.SliceRows(2 * hidden, hidden), last, accumulate: true);
    }

    /// <summary>Computes the gradient of the fourth gate, then dc += dG P of it.</summary>
    private void BackwardOutput<TCell>(in RecurrentPass<T> pass, StepRows rows, StepUnits<TReal> units, StepGradients<TReal> gradients)
        where TCell : struct, IFusedCell
    {
        int hidden = Units<TCell>(pass);
        queue.Run(new BackwardOutputKernel<TReal, TCell>(units, gradients), rows.Count * hidden);
        if (rows.Count == 0) return;
        Tensor<T> dc = MemoryGradient<TCell>(pass, rows).SliceRows(0, rows.Count), gate = Slice(pass.Gates, rows).SliceColumns(3 * hidden, hidden);
        products.Multiply(gate, pass.Peephole.SliceRows(2 * hidden, hidden), dc, accumulate: true);
    }

    /// <summary>dc' += dG P of the first and second gate.</summary>
    private void AddMemoryGradient<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous, bool isCut)
        where TCell : struct, IFusedCell
    {
        int hidden = Units<TCell>(pass), first = isCut ? previous.Count : 0, last = RowsWithMemory(pass, rows, previous);
        if (last <= first) return;
        Tensor<T> gates = Slice(pass.Gates, rows).SliceRows(first, last - first).SliceColumns(0, 2 * hidden);
        products.Multiply(gates, pass.Peephole.SliceRows(0, 2 * hidden), pass.MemoryGradient.SliceRows(first, last - first), accumulate: true);
    }

    private static int RowsWithMemory(in RecurrentPass<T> pass, StepRows rows, StepRows previous) =>
        pass.Initial.Memory.Rows > 0 ? rows.Count : previous.Count;

    /// <summary>Computes h' Uᵀ of the first gates, r, and (r ⊙ h') Uᵀ of the last gate.</summary>
    private void AddResetProducts<TCell>(in RecurrentPass<T> pass, StepUnits<TReal> units, StepRows rows, StepRows previous, StepRows starting)
        where TCell : struct, IFusedCell
    {
        int hidden = pass.Hidden.Columns, first = (TCell.Gates - 1) * hidden;
        bool isNormalized = !pass.Norm.Gain.IsEmpty;
        StepRows multiplied = rows with { Count = RowsWithPrevious(pass, rows, previous) };
        Tensor<T> products = Slice(isNormalized ? pass.Norm.Values : pass.Gates, multiplied), reset = Slice(pass.Reset, rows);
        MultiplyPrevious(pass, rows, previous, starting, products.SliceColumns(0, first), accumulate: !isNormalized);
        if (isNormalized) _additions.Normalize<TCell>(pass, rows, product: 0, multiplied.Count);
        queue.Run(new ResetStepKernel<TReal, TCell>(units, Read(reset)), rows.Count * hidden);
        if (!pass.HiddenMask.IsEmpty) _additions.Mask(pass, reset);
        if (multiplied.Count > 0)
        {
            Tensor<T> last = products.SliceColumns(first, hidden);
            Multiply(Slice(pass.Reset, multiplied), pass.RecurrentWeight.SliceRows(first, hidden), last, accumulate: !isNormalized);
        }

        if (isNormalized) _additions.Normalize<TCell>(pass, rows, product: 1, multiplied.Count);
    }

    /// <summary>Computes the gradient of r ⊙ h' ← dG U from the last gate, then the gradients of r and of h'.</summary>
    private void BackwardReset<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous, StepRows reached)
        where TCell : struct, IFusedCell
    {
        int hidden = pass.Hidden.Columns, first = (TCell.Gates - 1) * hidden;
        int multiplied = RowsWithPrevious(pass, rows, previous);
        if (!pass.Norm.Gain.IsEmpty) _additions.BackwardNormalize<TCell>(pass, rows, product: 1);
        if (multiplied > 0)
        {
            Tensor<T> gate = Slice(ProductGradients(pass), rows with { Count = multiplied }).SliceColumns(first, hidden);
            Tensor<T> target = pass.MemoryGradient.SliceRows(0, multiplied);
            products.Multiply(gate, pass.RecurrentWeight.SliceRows(first, hidden), target, accumulate: false);
            if (!pass.HiddenMask.IsEmpty) _additions.Mask(pass, target);
        }

        var kernel = new BackwardResetStepKernel<TReal, TCell>(
            UnitsOf<TCell>(pass, rows, previous), GradientsOf<TCell>(pass, rows, reached, isCut: false));
        queue.Run(kernel, rows.Count * hidden);
    }

    /// <summary>The number of leading rows of a step whose h' is not zero.</summary>
    private static int RowsWithPrevious(in RecurrentPass<T> pass, StepRows rows, StepRows previous) =>
        pass.Initial.Hidden.Rows > 0 ? rows.Count : previous.Count;

    /// <summary>h' Uᵀ for sequences with a previous step, and h_0 Uᵀ for sequences that start here, for as many gates of U as the target has columns.</summary>
    private void MultiplyPrevious(in RecurrentPass<T> pass, StepRows rows, StepRows previous, StepRows starting, Tensor<T> target, bool accumulate)
    {
        Tensor<T> weight = pass.RecurrentWeight.SliceRows(0, target.Columns);
        if (!pass.HiddenMask.IsEmpty)
        {
            if (target.Rows > 0) Multiply(Slice(pass.PreviousHidden, rows with { Count = target.Rows }), weight, target, accumulate);
            return;
        }

        if (previous.Count > 0) Multiply(Slice(pass.Hidden, previous), weight, target.SliceRows(0, previous.Count), accumulate);
        if (starting.Count == 0 || pass.Initial.Hidden.Rows == 0) return;
        Multiply(Slice(pass.Initial.Hidden.Value, starting), weight, target.SliceRows(previous.Count, starting.Count), accumulate);
    }

    private void Multiply(Tensor<T> a, Tensor<T> weight, Tensor<T> c, bool accumulate) =>
        products.Multiply(a, MatrixOperand<T>.Transpose(weight), c, accumulate);

    private static TimeWalk Walk(in RecurrentPass<T> pass, int* offsets) =>
        new(offsets, pass.Steps.Steps, pass.Reverse, pass.Window, firstSequence: 0, pass.Steps.Sequences);

    private static StepUnits<TReal> UnitsOf<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous)
        where TCell : struct, IFusedCell
    {
        Tensor<T> hidden = TCell.HasProjection ? pass.Output : pass.CandidateHidden, previousHidden = TCell.HasProjection ? pass.Memory : pass.Hidden;
        Tensor<T> initialHidden = TCell.HasProjection ? pass.Initial.Memory.Value : pass.Initial.Hidden.Value;
        Tensor<T> recurrentTerm = TCell.HasSeparateRecurrentTerm ? pass.RecurrentTerm : pass.Gates, memory = TCell.HasMemory ? pass.Memory : pass.Hidden;
        return new StepUnits<TReal>
        {
            Gates = Read(Slice(pass.Gates, rows)),
            Peephole = Read(TCell.HasPeepholes ? pass.Peephole : pass.Hidden),
            RecurrentTerm = Read(Slice(recurrentTerm, rows)),
            Memory = Read(Slice(TCell.HasMemory ? pass.CandidateMemory : memory, rows)),
            Hidden = Read(Slice(hidden, rows)),
            PreviousHidden = Read(Slice(previousHidden, previous)),
            PreviousMemory = Read(Slice(memory, previous)),
            InitialHidden = Read(OrNoRows(initialHidden, pass.Hidden)),
            InitialMemory = Read(OrNoRows(pass.Initial.Memory.Value, pass.Hidden)),
            MemoryLimit = TReal.Constant(TCell.ClipsMemory ? pass.MemoryLimit : 0),
        };
    }

    private static StepGradients<TReal> GradientsOf<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows reached, bool isCut)
        where TCell : struct, IFusedCell => new()
        {
            Hidden = Read(TCell.HasProjection ? pass.OutputGradient.SliceRows(0, rows.Count) : Slice(pass.CandidateHiddenGradient, rows)),
            Memory = Read(MemoryGradient<TCell>(pass, rows)),
            PreviousHidden = Read(Slice(pass.HiddenGradient, reached)),
            InitialHidden = Read(OrNoRows(pass.Initial.Hidden.Gradient, pass.HiddenGradient)),
            SavedHidden = Read(SavedHidden(pass, rows)),
            SavedMemory = Read(Slice(TCell.HasPeepholes || TCell.HasMemoryProducts ? pass.PreviousMemory : pass.PreviousHidden, rows)),
            IsCut = isCut ? 1 : 0,
        };

    /// <summary>Where the backward pass saves h'; no rows if the forward pass has saved it, masked.</summary>
    private static Tensor<T> SavedHidden(in RecurrentPass<T> pass, StepRows rows) =>
        pass.HiddenMask.IsEmpty ? Slice(pass.PreviousHidden, rows) : pass.PreviousHidden.SliceRows(0, 0);

    /// <summary>dc~ with zoneout, else dc.</summary>
    private static Tensor<T> MemoryGradient<TCell>(in RecurrentPass<T> pass, StepRows rows)
        where TCell : struct, IFusedCell
    {
        if (!pass.MemoryZoneout.Updates.IsEmpty) return Slice(pass.MemoryZoneout.Gradients, rows);
        return TCell.HasMemory || TCell.ResetsBefore ? pass.MemoryGradient : pass.HiddenGradient;
    }

    private static Tensor<T> ProductGradients(in RecurrentPass<T> pass) => pass.Norm.Gain.IsEmpty ? pass.Gates : pass.Norm.Gradient;

    /// <summary>dh' += dG U of the rows from <paramref name="first"/> on, which belong to some neighbouring sequences.</summary>
    private void AddHiddenGradient<TCell>(in RecurrentPass<T> pass, int first, StepRows sequences, Tensor<T> target)
        where TCell : struct, IFusedCell
    {
        if (sequences.Count == 0) return;
        var rows = new StepRows(first, sequences.Count);
        bool isMasked = !pass.HiddenMask.IsEmpty, isNormalized = !pass.Norm.Gain.IsEmpty;
        int hidden = Units<TCell>(pass), joined = RecurrentGates.OfHidden<TCell>() * hidden;
        Tensor<T> sum = isMasked ? Slice(pass.MaskedGradient, sequences) : target, gradients = Slice(ProductGradients(pass), rows);
        products.Multiply(gradients.SliceColumns(0, joined), pass.RecurrentWeight.SliceRows(0, joined), sum, accumulate: !isMasked);
        if (TCell.HasSeparateRecurrentTerm)
        {
            Tensor<T> term = isNormalized ? gradients.SliceColumns(joined, hidden) : Slice(pass.RecurrentTerm, rows);
            products.Multiply(term, pass.RecurrentWeight.SliceRows(joined, hidden), sum, accumulate: true);
        }

        if (isMasked) _additions.AddMasked(target, sum, Slice(pass.HiddenMask, sequences));
    }

    /// <summary>H.</summary>
    private static int Units<TCell>(in RecurrentPass<T> pass)
        where TCell : struct, IFusedCell => pass.Gates.Columns / TCell.Gates;

    private static Tensor<T> Slice(Tensor<T> tensor, StepRows rows) => tensor.SliceRows(rows.Count == 0 ? 0 : rows.First, rows.Count);

    /// <summary>A tensor, or no rows of another tensor if the first is empty.</summary>
    private static Tensor<T> OrNoRows(Tensor<T> tensor, Tensor<T> other) => tensor.IsEmpty ? other.SliceRows(0, 0) : tensor;

    private static DeviceMatrix<TReal> Read(Tensor<T> tensor) => DeviceStorage<T>.MatrixOf<TReal>(tensor);
}
