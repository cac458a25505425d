using System.Numerics;
using ILGPU;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Memory;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>Uploads the layout of a packed batch.</summary>
/// <param name="backend">The backend, for uploads.</param>
/// <param name="memory">Working memory for the layout.</param>
internal sealed class StepLayout<T>(Backend<T> backend, Arena<int> memory)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The first row of each time step and the length of each sequence, on the device; valid until the next call.</summary>
    public (ArrayView<int> Offsets, ArrayView<int> Lengths) Of(PackedSteps steps)
    {
        memory.Reset();
        Tensor<int> offsets = memory.Allocate(1, steps.Steps + 1), lengths = memory.Allocate(1, steps.Sequences);
        backend.Upload(steps.Offsets, offsets);
        backend.Upload(steps.Lengths, lengths);
        return (DeviceStorage<int>.ViewOf(offsets), DeviceStorage<int>.ViewOf(lengths));
    }
}
