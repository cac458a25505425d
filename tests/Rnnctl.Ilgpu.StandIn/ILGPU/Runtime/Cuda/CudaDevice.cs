// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.Cuda;

/// <summary>An NVIDIA GPU. No context finds one here; a test makes its own.</summary>
public sealed class CudaDevice : Device
{
    /// <summary>A GPU of a shape that the tests can afford.</summary>
    internal CudaDevice(int threadsOfGroup, bool hasBlas)
    {
        Name = "stand-in for an NVIDIA GPU";
        MaxNumThreadsPerGroup = threadsOfGroup;
        NumMultiprocessors = 1;
        HasBlas = hasBlas;
    }

    /// <summary>The driver's version.</summary>
    public CudaDriverVersion DriverVersion { get; }

    /// <summary>What it is built like, or null where ILGPU does not know it.</summary>
    public CudaArchitecture? Architecture { get; }

    /// <summary>The instructions that it has, or null where ILGPU does not know them.</summary>
    public CudaInstructionSet? InstructionSet { get; }

    /// <summary>Whether cuBLAS is installed.</summary>
    internal bool HasBlas { get; }

    /// <inheritdoc />
    public override Accelerator CreateAccelerator(Context context) => new CudaAccelerator(context, this);
}
