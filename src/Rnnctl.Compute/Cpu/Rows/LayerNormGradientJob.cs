using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>The gradient of layer normalisation by its input.</summary>
internal readonly unsafe struct LayerNormGradientJob<T, TLanes>(
    Matrix<T> normalized, Matrix<T> scales, T* gain, Matrix<T> upstream, Matrix<T> gradient) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(normalized.Rows, part, parts);
        int count = normalized.Columns;
        T width = T.CreateChecked(count);
        for (int row = first; row < last; row++)
        {
            T* values = normalized.Row(row), dy = upstream.Row(row);
            (T sum, T product) = NormalizedRow<T, TLanes>.GradientSums(gain, dy, values, count);
            var formula = new LayerNormFormulas.Gradient<T>(*scales.Row(row), sum / width, product / width);
            RowLoop<T, TLanes>.Map(formula, count, gradient.Row(row), gain, dy, values);
        }
    }
}
