using System.Numerics;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Kernels.Products;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>A fused recurrent layer's loop over time: at each step one product and one kernel are queued, and nothing is waited for.</summary>
internal sealed unsafe class RecurrentLoop<T, TReal>(KernelQueue queue, MatrixProducts<T> products, Arena<T> scratch)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>All steps forward: the gates' part of h' Uᵀ, then the cell.</summary>
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
                Tensor<T> product = recurrent.SliceRows(0, isOneProduct ? previous.Count : 0);
                if (TCell.ResetsBefore) AddResetProducts<TCell>(pass, units, rows, previous);
                else if (product.Rows > 0) Multiply(Slice(pass.Hidden, previous), pass.RecurrentWeight, product, accumulate: false);
                queue.Run(new ForwardStepKernel<TReal, TCell>(units, Read(product)), rows.Count * pass.Hidden.Columns);
            }
        }
    }

    /// <summary>All steps backward: the cell, then dh' += dG U.</summary>
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
                var kernel = new BackwardStepKernel<TReal, TCell>(
                    UnitsOf<TCell>(pass, rows, previous), GradientsOf<TCell>(pass, rows, reached, isCut));
                queue.Run(kernel, rows.Count * pass.Hidden.Columns);
                if (TCell.ResetsBefore) BackwardReset<TCell>(pass, rows, previous, reached);
                if (TCell.HasRecurrentWeight && reached.Count > 0) AddHiddenGradient<TCell>(pass, rows with { Count = reached.Count }, reached);
            }
        }
    }

    /// <summary>The first gates' h' Uᵀ, r, and the last gate's (r ⊙ h') Uᵀ.</summary>
    private void AddResetProducts<TCell>(in RecurrentPass<T> pass, StepUnits<TReal> units, StepRows rows, StepRows previous)
        where TCell : struct, IFusedCell
    {
        int hidden = pass.Hidden.Columns, first = (TCell.Gates - 1) * hidden;
        StepRows continued = rows with { Count = previous.Count };
        Tensor<T> gates = Slice(pass.Gates, continued);
        if (previous.Count > 0)
            Multiply(Slice(pass.Hidden, previous), pass.RecurrentWeight.SliceRows(0, first), gates.SliceColumns(0, first), accumulate: true);
        queue.Run(new ResetStepKernel<TReal, TCell>(units, Read(Slice(pass.Reset, rows))), rows.Count * hidden);
        if (previous.Count == 0) return;
        Multiply(Slice(pass.Reset, continued), pass.RecurrentWeight.SliceRows(first, hidden), gates.SliceColumns(first, hidden), accumulate: true);
    }

    /// <summary>The gradient of r ⊙ h' ← dG U of the last gate, then those of r and of h'.</summary>
    private void BackwardReset<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous, StepRows reached)
        where TCell : struct, IFusedCell
    {
        int hidden = pass.Hidden.Columns, first = (TCell.Gates - 1) * hidden;
        if (previous.Count > 0)
        {
            Tensor<T> gate = Slice(pass.Gates, rows with { Count = previous.Count }).SliceColumns(first, hidden);
            Tensor<T> target = pass.MemoryGradient.SliceRows(0, previous.Count);
            products.Multiply(gate, pass.RecurrentWeight.SliceRows(first, hidden), target, accumulate: false);
        }

        var kernel = new BackwardResetStepKernel<TReal, TCell>(
            UnitsOf<TCell>(pass, rows, previous), GradientsOf<TCell>(pass, rows, reached, isCut: false));
        queue.Run(kernel, rows.Count * hidden);
    }

    private void Multiply(Tensor<T> a, Tensor<T> weight, Tensor<T> c, bool accumulate) =>
        products.Multiply(a, MatrixOperand<T>.Transpose(weight), c, accumulate);

    private static TimeWalk Walk(in RecurrentPass<T> pass, int* offsets) =>
        new(offsets, pass.Steps.Steps, pass.Reverse, pass.Window, firstSequence: 0, pass.Steps.Sequences);

    private static StepUnits<TReal> UnitsOf<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous)
        where TCell : struct, IFusedCell
    {
        Tensor<T> apart = TCell.KeepsLastApart ? pass.Apart : pass.Gates, memory = TCell.HasMemory ? pass.Memory : pass.Hidden;
        return new StepUnits<TReal>
        {
            Gates = Read(Slice(pass.Gates, rows)),
            Peephole = Read(TCell.HasPeepholes ? pass.Peephole : pass.Hidden),
            Apart = Read(Slice(apart, rows)),
            Memory = Read(Slice(memory, rows)),
            Hidden = Read(Slice(pass.Hidden, rows)),
            PreviousHidden = Read(Slice(pass.Hidden, previous)),
            PreviousMemory = Read(Slice(memory, previous)),
        };
    }

    private static StepGradients<TReal> GradientsOf<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows reached, bool isCut)
        where TCell : struct, IFusedCell => new()
        {
            Hidden = Read(Slice(pass.HiddenGradient, rows)),
            Memory = Read(TCell.HasMemory || TCell.ResetsBefore ? pass.MemoryGradient : pass.HiddenGradient),
            PreviousHidden = Read(Slice(pass.HiddenGradient, reached)),
            SavedHidden = Read(Slice(pass.PreviousHidden, rows)),
            SavedMemory = Read(Slice(TCell.HasPeepholes ? pass.PreviousMemory : pass.PreviousHidden, rows)),
            IsCut = isCut ? 1 : 0,
        };

    private void AddHiddenGradient<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous)
        where TCell : struct, IFusedCell
    {
        int hidden = pass.Hidden.Columns, joined = (TCell.KeepsLastApart || TCell.ResetsBefore ? TCell.Gates - 1 : TCell.Gates) * hidden;
        Tensor<T> target = Slice(pass.HiddenGradient, previous);
        products.Multiply(Slice(pass.Gates.SliceColumns(0, joined), rows), pass.RecurrentWeight.SliceRows(0, joined), target, accumulate: true);
        if (!TCell.KeepsLastApart) return;
        products.Multiply(Slice(pass.Apart, rows), pass.RecurrentWeight.SliceRows(joined, hidden), target, accumulate: true);
    }

    private static Tensor<T> Slice(Tensor<T> tensor, StepRows rows) => tensor.SliceRows(rows.Count == 0 ? 0 : rows.First, rows.Count);

    private static DeviceMatrix<TReal> Read(Tensor<T> tensor) => DeviceStorage<T>.MatrixOf<TReal>(tensor);
}
