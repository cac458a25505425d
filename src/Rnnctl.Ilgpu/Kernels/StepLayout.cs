using System.Numerics;
using ILGPU;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Memory;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>Brings to the device where the rows of a packed batch lie.</summary>
/// <param name="backend">What brings numbers to the device.</param>
/// <param name="memory">Working memory for them.</param>
internal sealed class StepLayout<T>(Backend<T> backend, Arena<int> memory)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Where the rows of each time step begin and how long each sequence is, on the device until the next call.</summary>
    public (ArrayView<int> Offsets, ArrayView<int> Lengths) Of(PackedSteps steps)
    {
        memory.Reset();
        Tensor<int> offsets = memory.Allocate(1, steps.Steps + 1), lengths = memory.Allocate(1, steps.Sequences);
        backend.Upload(steps.Offsets, offsets);
        backend.Upload(steps.Lengths, lengths);
        return (DeviceStorage<int>.ViewOf(offsets), DeviceStorage<int>.ViewOf(lengths));
    }
}
