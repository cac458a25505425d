using System.Numerics;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Recurrence;

namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>
/// Layer normalisation of the recurrent products x of some tokens, over the units of all gates that have the same product. x̂ replaces x, and g ⊙ x̂ is added
/// to W x + b.
/// </summary>
internal readonly unsafe struct NormalizedProducts<T, TLanes, TCell>(PassMatrices<T> pass)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TCell : struct, IFusedCell
{
    private int Hidden => pass.Gates.Columns / TCell.Gates;

    // The columns of the gates whose product is added to W x + b.
    private int Joined => RecurrentGates.OfHidden<TCell>() * Hidden;

    /// <summary>Normalises the product of h'.</summary>
    public void Forward(StepRows rows)
    {
        for (int row = rows.First; row < rows.First + rows.Count; row++) Forward(row);
    }

    private void Forward(int row)
    {
        T* x = pass.NormValues.Row(row);
        int count = TCell.HasSeparateRecurrentTerm ? Joined + Hidden : Joined;
        *pass.NormScales.Row(row) = NormalizedRow<T, TLanes>.Normalize(x, x, count, LayerNormFormulas.Epsilon);
        Add(pass.Gates.Row(row), x, pass.NormGain.Pointer, Joined);
        if (TCell.HasSeparateRecurrentTerm) Add(pass.RecurrentTerm.Row(row), x + Joined, pass.NormGain.Pointer + Joined, Hidden);
    }

    /// <summary>Normalises the product of r ⊙ h'.</summary>
    public void ForwardReset(StepRows rows)
    {
        for (int row = rows.First; row < rows.First + rows.Count; row++) ForwardReset(row);
    }

    private void ForwardReset(int row)
    {
        T* x = pass.NormValues.Row(row) + Joined;
        pass.NormScales.Row(row)[1] = NormalizedRow<T, TLanes>.Normalize(x, x, Hidden, LayerNormFormulas.Epsilon);
        Add(pass.Gates.Row(row) + Joined, x, pass.NormGain.Pointer + Joined, Hidden);
    }

    /// <summary>Computes the gradient of the product of h' from those of the pre-activations.</summary>
    public void Backward(StepRows rows)
    {
        for (int row = rows.First; row < rows.First + rows.Count; row++) Backward(row);
    }

    private void Backward(int row)
    {
        T* dy = pass.Gates.Row(row), term = pass.RecurrentTerm.Row(row);
        (T sum, T product) = Sums(0, row, dy, Joined);
        if (TCell.HasSeparateRecurrentTerm)
        {
            (T termSum, T termProduct) = Sums(Joined, row, term, Hidden);
            (sum, product) = (sum + termSum, product + termProduct);
        }

        T width = T.CreateChecked(TCell.HasSeparateRecurrentTerm ? Joined + Hidden : Joined);
        var formula = new LayerNormFormulas.Gradient<T>(*pass.NormScales.Row(row), sum / width, product / width);
        Write(formula, 0, row, dy, Joined);
        if (TCell.HasSeparateRecurrentTerm) Write(formula, Joined, row, term, Hidden);
    }

    /// <summary>Computes the gradient of the product of r ⊙ h' from that of the last gate's pre-activation.</summary>
    public void BackwardReset(StepRows rows)
    {
        for (int row = rows.First; row < rows.First + rows.Count; row++) BackwardReset(row);
    }

    private void BackwardReset(int row)
    {
        T* dy = pass.Gates.Row(row) + Joined;
        (T sum, T product) = Sums(Joined, row, dy, Hidden);
        T width = T.CreateChecked(Hidden);
        Write(new LayerNormFormulas.Gradient<T>(pass.NormScales.Row(row)[1], sum / width, product / width), Joined, row, dy, Hidden);
    }

    private static void Add(T* gates, T* values, T* gain, int count) =>
        RowLoop<T, TLanes>.Map(default(PerElement<T, AccumulateProduct>), count, gates, gain, values);

    private (T Sum, T Product) Sums(int first, int row, T* dy, int count) =>
        NormalizedRow<T, TLanes>.GradientSums(pass.NormGain.Pointer + first, dy, pass.NormValues.Row(row) + first, count);

    private void Write(in LayerNormFormulas.Gradient<T> formula, int first, int row, T* dy, int count)
    {
        T* gradient = pass.NormGradient.Row(row) + first;
        new Span<T>(gradient, count).Clear();
        RowLoop<T, TLanes>.Map(formula, count, gradient, pass.NormGain.Pointer + first, dy, pass.NormValues.Row(row) + first);
    }
}
