using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Elementwise;

/// <summary>One optimiser step for one parameter, whose gradient becomes zero.</summary>
internal readonly struct UpdateKernel<TReal, TRule>(
    TRule rule, ArrayView<TReal> parameters, ArrayView<TReal> gradients, ArrayView<TReal> first, ArrayView<TReal> second) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TRule : unmanaged, IUpdateRule
{
    /// <inheritdoc />
    public void Run(int index)
    {
        TReal parameter = parameters[index], m = first[index], v = second[index];
        rule.Apply(ref parameter, gradients[index], ref m, ref v);
        (parameters[index], gradients[index], first[index], second[index]) = (parameter, TReal.Constant(0), m, v);
    }
}
