using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Kernels.Elementwise;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>The additions to a cell's equations in the loop over time: recurrent dropout, layer normalisation of recurrent products, and zoneout.</summary>
internal sealed class LayerAdditions<T, TReal>(KernelQueue queue)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>Saves m ⊙ h' of the rows of a step, which is zero for sequences that start from zeros.</summary>
    public void MaskPrevious(in RecurrentPass<T> pass, StepRows rows, StepRows previous, StepRows starting)
    {
        Tensor<T> masked = Slice(pass.PreviousHidden, rows);
        Tensor<T> first = masked.SliceRows(0, previous.Count), others = masked.SliceRows(previous.Count, starting.Count);
        Map<Product>(first, Slice(pass.Hidden, previous), pass.HiddenMask.SliceRows(0, previous.Count));
        if (pass.Initial.Hidden.Rows > 0) Map<Product>(others, Slice(pass.Initial.Hidden.Value, starting), Slice(pass.HiddenMask, starting));
        else Clear(others);
    }

    /// <summary>m ⊙ the first rows of a matrix of the batch's sequences, in place.</summary>
    public void Mask(in RecurrentPass<T> pass, Tensor<T> target) => Map<Product>(target, target, pass.HiddenMask.SliceRows(0, target.Rows));

    /// <summary>dh' += m ⊙ the gradient of the masked h', for some sequences.</summary>
    public void AddMasked(Tensor<T> target, Tensor<T> gradient, Tensor<T> mask) => Map<AccumulateProduct>(target, gradient, mask);

    /// <summary>Normalises a product of a step, and adds it to the gates and to the separate term.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="rows">The step's rows.</param>
    /// <param name="product">0 for the product of h', 1 for that of r ⊙ h'.</param>
    /// <param name="withPrevious">The number of rows that have an h'; the product of the others is zero.</param>
    public void Normalize<TCell>(in RecurrentPass<T> pass, StepRows rows, int product, int withPrevious)
        where TCell : struct, IFusedCell
    {
        (int first, int count, int joined) = ColumnsOf<TCell>(pass, product);
        Tensor<T> values = Slice(pass.Norm.Values, rows).SliceColumns(first, count);
        Clear(values.SliceRows(withPrevious, rows.Count - withPrevious));
        var kernel = new ProductNormKernel<TReal>(
            Read(values),
            Read(Slice(pass.Norm.Scales, rows).SliceColumns(product, 1)),
            Read(pass.Norm.Gain.SliceColumns(first, count)),
            Read(Slice(pass.Gates, rows).SliceColumns(first, joined)),
            Read(Slice(TermOf<TCell>(pass), rows)));
        queue.RunGroups(kernel, rows.Count, count);
    }

    /// <summary>Computes the gradient of a product that was normalised.</summary>
    public void BackwardNormalize<TCell>(in RecurrentPass<T> pass, StepRows rows, int product)
        where TCell : struct, IFusedCell
    {
        (int first, int count, int joined) = ColumnsOf<TCell>(pass, product);
        var kernel = new ProductNormGradientKernel<TReal>(
            Read(Slice(pass.Norm.Values, rows).SliceColumns(first, count)),
            Read(Slice(pass.Norm.Scales, rows).SliceColumns(product, 1)),
            Read(pass.Norm.Gain.SliceColumns(first, count)),
            Read(Slice(pass.Gates, rows).SliceColumns(first, joined)),
            Read(Slice(TermOf<TCell>(pass), rows)),
            Read(Slice(pass.Norm.Gradient, rows).SliceColumns(first, count)));
        queue.RunGroups(kernel, rows.Count, count);
    }

    /// <summary>h ← h' + s ⊙ (h~ - h'), and c likewise.</summary>
    public void Update<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous)
        where TCell : struct, IFusedCell
    {
        Update(pass.Hidden, pass.HiddenZoneout, pass.Initial.Hidden.Value, rows, previous);
        if (TCell.HasMemory) Update(pass.Memory, pass.MemoryZoneout, pass.Initial.Memory.Value, rows, previous);
    }

    /// <summary>dh~ = s ⊙ dh, dh' += dh - dh~, dc~ = s ⊙ dc, and dc loses dc~: the rest passes the cell by.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="rows">The step's rows.</param>
    /// <param name="previous">The rows of the previous step.</param>
    /// <param name="reached">The same rows, or none if truncation cuts here.</param>
    /// <param name="starting">The sequences that start here.</param>
    public void BackwardUpdate<TCell>(in RecurrentPass<T> pass, StepRows rows, StepRows previous, StepRows reached, StepRows starting)
        where TCell : struct, IFusedCell
    {
        Tensor<T> dh = Slice(pass.HiddenGradient, rows), candidate = Slice(pass.HiddenZoneout.Gradients, rows);
        Map<Product>(candidate, dh, Slice(pass.HiddenZoneout.Updates, rows));
        Map<ZoneoutFormulas.PreviousGradient>(
            Slice(pass.HiddenGradient, reached), dh.SliceRows(0, reached.Count), candidate.SliceRows(0, reached.Count));
        if (pass.Initial.Hidden.HasGradient)
        {
            Map<ZoneoutFormulas.PreviousGradient>(
                Slice(pass.Initial.Hidden.Gradient, starting),
                dh.SliceRows(previous.Count, starting.Count),
                candidate.SliceRows(previous.Count, starting.Count));
        }

        if (!TCell.HasMemory) return;
        Tensor<T> dc = pass.MemoryGradient.SliceRows(0, rows.Count), memory = Slice(pass.MemoryZoneout.Gradients, rows);
        Map<Product>(memory, dc, Slice(pass.MemoryZoneout.Updates, rows));
        Map<Decrease>(dc, memory, memory);
    }

    /// <summary>dc' = the part of dc that passed the cell by, plus the cell's; zero where truncation cuts.</summary>
    public void AddMemoryGradient(in RecurrentPass<T> pass, StepRows rows, StepRows previous, bool isCut)
    {
        Tensor<T> dc = pass.MemoryGradient.SliceRows(0, rows.Count), memory = Slice(pass.MemoryZoneout.Gradients, rows);
        Map<Accumulate>(dc, memory, memory);
        if (isCut) Clear(dc.SliceRows(0, previous.Count));
    }

    private static Tensor<T> TermOf<TCell>(in RecurrentPass<T> pass)
        where TCell : struct, IFusedCell => TCell.HasSeparateRecurrentTerm ? pass.RecurrentTerm : pass.Gates;

    /// <summary>The first column and the number of columns of a product, 0 for h' and 1 for r ⊙ h', and how many of them are added to W x + b.</summary>
    private static (int First, int Count, int Joined) ColumnsOf<TCell>(in RecurrentPass<T> pass, int product)
        where TCell : struct, IFusedCell
    {
        int hidden = pass.Gates.Columns / TCell.Gates, ofHidden = RecurrentGates.OfHidden<TCell>() * hidden;
        if (product == 1) return (ofHidden, hidden, hidden);
        return (0, TCell.HasSeparateRecurrentTerm ? ofHidden + hidden : ofHidden, ofHidden);
    }

    private static Tensor<T> Slice(Tensor<T> tensor, StepRows rows) => tensor.SliceRows(rows.Count == 0 ? 0 : rows.First, rows.Count);

    private static DeviceMatrix<TReal> Read(Tensor<T> tensor) => DeviceStorage<T>.MatrixOf<TReal>(tensor);

    private void Update(Tensor<T> state, in ZoneoutRows<T> zoneout, Tensor<T> initial, StepRows rows, StepRows previous)
    {
        Tensor<T> target = Slice(state, rows);
        var kernel = new ZoneoutKernel<TReal>(
            Read(target),
            Read(Slice(zoneout.Candidates, rows)),
            Read(Slice(zoneout.Updates, rows)),
            Read(Slice(state, previous)),
            Read(initial.IsEmpty ? state.SliceRows(0, 0) : initial));
        queue.Run(kernel, target.Count);
    }

    private void Map<TFormula>(Tensor<T> target, Tensor<T> a, Tensor<T> b)
        where TFormula : unmanaged, IFormula
    {
        if (!target.IsEmpty) queue.Run(new MapKernel<TReal, TFormula>(default, Read(target), Read(a), Read(b)), target.Count);
    }

    private void Clear(Tensor<T> target)
    {
        if (!target.IsEmpty) queue.Run(new FillKernel<TReal>(TReal.Constant(0), Read(target)), target.Count);
    }
}
