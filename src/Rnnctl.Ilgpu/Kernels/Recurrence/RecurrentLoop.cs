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
    /// <summary>Runs all steps forward: the gates' part of h' Uᵀ, then the cell, then its projection.</summary>
    public void RunForward<TCell>(in RecurrentPass<T> pass)
        where TCell : struct, IFusedCell
    {
        scratch.Reset();
        bool isOneProduct = TCell.HasRecurrentWeight && !TCell.ResetsBefore;
        Tensor<T> recurrent = isOneProduct ? scratch.Allocate(pass.Steps.Sequences, pass.RecurrentWeight.Rows) : pass.Hidden;
        fixed (int* offsets = pass.Steps.Offsets)
        {
            TimeWalk walk = Walk(pass, offsets);
            for (int visit = 0; visit < walk.Steps; visit++)
            {
                StepRows rows = walk.Rows(visit), previous = walk.Previous(visit);
                StepUnits<TReal> units = UnitsOf<TCell>(pass, rows, previous);
                Tensor<T> product = recurrent.SliceRows(0, isOneProduct ? RowsWithPrevious(pass, rows, previous) : 0);
                if (TCell.ResetsBefore) AddResetProducts<TCell>(pass, units, rows, previous, walk.Starting(visit));
                else if (isOneProduct) MultiplyPrevious(pass, previous, walk.Starting(visit), product, accumulate: false);
                queue.Run(new ForwardStepKernel<TReal, TCell>(units, Read(product)), rows.Count * Units<TCell>(pass));
                if (TCell.HasProjection) Project(pass, rows);
            }
        }
    }

    /// <summary>Runs all steps backward: the projection, the cell, then dh' += dG U.</summary>
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
                StepRows reached = isCut ? previous with { Count = 0 } : previous;
                if (TCell.HasProjection) BackwardProjection(pass, rows, previous);
                var kernel = new BackwardStepKernel<TReal, TCell>(
                    UnitsOf<TCell>(pass, rows, previous), GradientsOf<TCell>(pass, rows, reached, isCut));
                queue.Run(kernel, rows.Count * Units<TCell>(pass));
                if (TCell.ResetsBefore) BackwardReset<TCell>(pass, rows, previous, reached);
                if (!TCell.HasRecurrentWeight) continue;
                if (reached.Count > 0) AddHiddenGradient<TCell>(pass, rows with { Count = reached.Count }, Slice(pass.HiddenGradient, reached));
                StepRows starting = walk.Starting(visit);
                if (starting.Count == 0 || !pass.Initial.Hidden.HasGradient) continue;
                AddHiddenGradient<TCell>(pass, new StepRows(rows.First + previous.Count, starting.Count), Slice(pass.Initial.Hidden.Gradient, starting));
            }
        }
    }

    /// <summary>h ← clip(m Pᵀ).</summary>
    private void Project(in RecurrentPass<T> pass, StepRows rows)
    {
        Tensor<T> hidden = Slice(pass.Hidden, rows);
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
            Read(Slice(pass.Hidden, rows)),
            Read(Slice(pass.HiddenGradient, rows)),
            Read(projected),
            Read(Slice(pass.Hidden, previous)),
            Read(OrNoRows(pass.Initial.Hidden.Value, pass.Hidden)),
            Read(Slice(pass.PreviousHidden, rows)));
        queue.Run(kernel, projected.Count);
        products.Multiply(projected, pass.Projection, pass.OutputGradient.SliceRows(0, rows.Count), accumulate: false);
    }

    /// <summary>Computes h' Uᵀ of the first gates, r, and (r ⊙ h') Uᵀ of the last gate.</summary>
    private void AddResetProducts<TCell>(in RecurrentPass<T> pass, StepUnits<TReal> units, StepRows rows, StepRows previous, StepRows starting)
        where TCell : struct, IFusedCell
    {
        int hidden = pass.Hidden.Columns, first = (TCell.Gates - 1) * hidden;
        StepRows multiplied = rows with { Count = RowsWithPrevious(pass, rows, previous) };
        Tensor<T> gates = Slice(pass.Gates, multiplied);
        MultiplyPrevious(pass, previous, starting, gates.SliceColumns(0, first), accumulate: true);
        queue.Run(new ResetStepKernel<TReal, TCell>(units, Read(Slice(pass.Reset, rows))), rows.Count * hidden);
        if (multiplied.Count == 0) return;
        Multiply(Slice(pass.Reset, multiplied), pass.RecurrentWeight.SliceRows(first, hidden), gates.SliceColumns(first, hidden), accumulate: true);
    }

    /// <summary>Computes the gradient of r ⊙ h' ← dG U from the last gate, then the gradients of r and of h'.</summary>
    private void BackwardReset<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous, StepRows reached)
        where TCell : struct, IFusedCell
    {
        int hidden = pass.Hidden.Columns, first = (TCell.Gates - 1) * hidden;
        int multiplied = RowsWithPrevious(pass, rows, previous);
        if (multiplied > 0)
        {
            Tensor<T> gate = Slice(pass.Gates, rows with { Count = multiplied }).SliceColumns(first, hidden);
            Tensor<T> target = pass.MemoryGradient.SliceRows(0, multiplied);
            products.Multiply(gate, pass.RecurrentWeight.SliceRows(first, hidden), target, accumulate: false);
        }

        var kernel = new BackwardResetStepKernel<TReal, TCell>(
            UnitsOf<TCell>(pass, rows, previous), GradientsOf<TCell>(pass, rows, reached, isCut: false));
        queue.Run(kernel, rows.Count * hidden);
    }

    /// <summary>The number of leading rows of a step whose h' is not zero.</summary>
    private static int RowsWithPrevious(in RecurrentPass<T> pass, StepRows rows, StepRows previous) =>
        pass.Initial.Hidden.Rows > 0 ? rows.Count : previous.Count;

    /// <summary>h' Uᵀ for sequences with a previous step, and h_0 Uᵀ for sequences that start here, for as many gates of U as the target has columns.</summary>
    private void MultiplyPrevious(in RecurrentPass<T> pass, StepRows previous, StepRows starting, Tensor<T> target, bool accumulate)
    {
        Tensor<T> weight = pass.RecurrentWeight.SliceRows(0, target.Columns);
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
        Tensor<T> hidden = TCell.HasProjection ? pass.Output : pass.Hidden, previousHidden = TCell.HasProjection ? pass.Memory : pass.Hidden;
        Tensor<T> initialHidden = TCell.HasProjection ? pass.Initial.Memory.Value : pass.Initial.Hidden.Value;
        Tensor<T> recurrentTerm = TCell.HasSeparateRecurrentTerm ? pass.RecurrentTerm : pass.Gates, memory = TCell.HasMemory ? pass.Memory : pass.Hidden;
        return new StepUnits<TReal>
        {
            Gates = Read(Slice(pass.Gates, rows)),
            Peephole = Read(TCell.HasPeepholes ? pass.Peephole : pass.Hidden),
            RecurrentTerm = Read(Slice(recurrentTerm, rows)),
            Memory = Read(Slice(memory, rows)),
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
            Hidden = Read(TCell.HasProjection ? pass.OutputGradient.SliceRows(0, rows.Count) : Slice(pass.HiddenGradient, rows)),
            Memory = Read(TCell.HasMemory || TCell.ResetsBefore ? pass.MemoryGradient : pass.HiddenGradient),
            PreviousHidden = Read(Slice(pass.HiddenGradient, reached)),
            InitialHidden = Read(OrNoRows(pass.Initial.Hidden.Gradient, pass.HiddenGradient)),
            SavedHidden = Read(Slice(pass.PreviousHidden, rows)),
            SavedMemory = Read(Slice(TCell.HasPeepholes ? pass.PreviousMemory : pass.PreviousHidden, rows)),
            IsCut = isCut ? 1 : 0,
        };

    private void AddHiddenGradient<TCell>(in RecurrentPass<T> pass, StepRows rows, Tensor<T> target)
        where TCell : struct, IFusedCell
    {
        int hidden = Units<TCell>(pass), joined = RecurrentGates.OfHidden<TCell>() * hidden;
        products.Multiply(Slice(pass.Gates.SliceColumns(0, joined), rows), pass.RecurrentWeight.SliceRows(0, joined), target, accumulate: true);
        if (!TCell.HasSeparateRecurrentTerm) return;
        products.Multiply(Slice(pass.RecurrentTerm, rows), pass.RecurrentWeight.SliceRows(joined, hidden), target, accumulate: true);
    }

    /// <summary>H.</summary>
    private static int Units<TCell>(in RecurrentPass<T> pass)
        where TCell : struct, IFusedCell => pass.Gates.Columns / TCell.Gates;

    private static Tensor<T> Slice(Tensor<T> tensor, StepRows rows) => tensor.SliceRows(rows.Count == 0 ? 0 : rows.First, rows.Count);

    /// <summary>A tensor, or no rows of another tensor if the first is empty.</summary>
    private static Tensor<T> OrNoRows(Tensor<T> tensor, Tensor<T> other) => tensor.IsEmpty ? other.SliceRows(0, 0) : tensor;

    private static DeviceMatrix<TReal> Read(Tensor<T> tensor) => DeviceStorage<T>.MatrixOf<TReal>(tensor);
}
