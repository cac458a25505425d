using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Memory;

/// <summary>Elements in native memory. The garbage collector does not move it, and it is aligned to a cache line.</summary>
/// <typeparam name="TElement">The element.</typeparam>
internal sealed unsafe class CpuStorage<TElement> : Storage<TElement>
    where TElement : unmanaged
{
    private const int CacheLine = 64;
    private readonly long _bytes;

    /// <summary>Allocates memory with undefined content.</summary>
    /// <exception cref="Devices.DeviceMemoryException">There is not enough memory.</exception>
    public CpuStorage(long length)
        : base(length)
    {
        _bytes = Math.Max(checked(length * sizeof(TElement)), CacheLine);
        Pointer = (TElement*)CpuMemory.Allocate(_bytes, CacheLine);
    }

    ~CpuStorage() => Dispose(false);

    /// <summary>The first element.</summary>
    public TElement* Pointer { get; private set; }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (Pointer == null) return;
        CpuMemory.Free(Pointer, _bytes);
        Pointer = null;
    }
}
