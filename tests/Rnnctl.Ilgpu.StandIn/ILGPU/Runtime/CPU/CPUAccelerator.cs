// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.CPU;

/// <summary>An emulated device, opened.</summary>
public sealed class CPUAccelerator : Accelerator
{
    internal CPUAccelerator(Context context, CPUDevice device)
        : base(context, device)
    {
    }

    private protected override AcceleratorStream CreateStreamInternal() => new CPUStream();

    private sealed class CPUStream : AcceleratorStream;
}
