// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.CPU;

/// <summary>A device that is emulated on the CPU, of any shape.</summary>
public sealed class CPUDevice : Device
{
    /// <summary>A device that runs groups of up to so many warps of so many threads.</summary>
    public CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numThreadsPerWarp, 2);
        if (!int.IsPow2(numWarpsPerMultiprocessor)) throw new ArgumentOutOfRangeException(nameof(numWarpsPerMultiprocessor));
        ArgumentOutOfRangeException.ThrowIfLessThan(numMultiprocessors, 1);
        Name = "CPUAccelerator";
        MemorySize = long.MaxValue;
        MaxNumThreadsPerGroup = numThreadsPerWarp * numWarpsPerMultiprocessor;
        NumMultiprocessors = numMultiprocessors;
    }

    /// <inheritdoc />
    public override Accelerator CreateAccelerator(Context context) => new CPUAccelerator(context, this);
}
