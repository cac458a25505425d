using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Elementwise;

/// <summary>target ← target + factor · source; the factor is in the device's memory.</summary>
internal readonly struct AddScaledKernel<TReal>(DeviceMatrix<TReal> source, ArrayView<TReal> factor, DeviceMatrix<TReal> target) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        TReal x = source[index];
        target[index] = new AccumulateScaled<TReal>(factor[0]).Apply(target[index], x, x, x);
    }
}
