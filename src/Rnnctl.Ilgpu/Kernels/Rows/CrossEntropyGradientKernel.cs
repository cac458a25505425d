using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>gradient ← gradient + upstream · scale · weights ⊙ (probabilities - onehot(ids)); rows with a negative id do not change.</summary>
/// <param name="probabilities">The softmax of the logits.</param>
/// <param name="ids">The right classes.</param>
/// <param name="weights">The rows' weights.</param>
/// <param name="hasWeights">1 to read the weights, else 0: all are 1.</param>
/// <param name="upstream">The gradient of the loss.</param>
/// <param name="scale">A factor of all rows.</param>
/// <param name="gradient">The gradient of the logits.</param>
internal readonly struct CrossEntropyGradientKernel<TReal>(
    DeviceMatrix<TReal> probabilities,
    ArrayView<int> ids,
    DeviceMatrix<TReal> weights,
    int hasWeights,
    ArrayView<TReal> upstream,
    TReal scale,
    DeviceMatrix<TReal> gradient) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / gradient.Columns, column = index % gradient.Columns;
        int id = ids[row];
        if (id < 0) return;
        TReal expected = column == id ? TReal.Constant(1) : TReal.Constant(0);
        TReal factor = upstream[0] * scale;
        if (hasWeights > 0) factor *= weights[row, 0];
        gradient[row, column] += factor * (probabilities[row, column] - expected);
    }
}
