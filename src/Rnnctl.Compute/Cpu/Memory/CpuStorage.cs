using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Memory;

/// <summary>Elements in native memory, aligned to a cache line, where neither the garbage collector nor a SIMD load stumbles over them.</summary>
/// <typeparam name="TElement">The element.</typeparam>
internal sealed unsafe class CpuStorage<TElement> : Storage<TElement>
    where TElement : unmanaged
{
    private const int CacheLine = 64;
    private readonly long _bytes;

    /// <summary>Takes memory of undefined content.</summary>
    /// <exception cref="Devices.DeviceMemoryException">The machine has not that much.</exception>
    public CpuStorage(long length)
        : base(length)
    {
        _bytes = Math.Max(checked(length * sizeof(TElement)), CacheLine);
        Pointer = (TElement*)CpuMemory.Take(_bytes, CacheLine);
    }

    /// <summary>Gives the memory back.</summary>
    ~CpuStorage() => Dispose(false);

    /// <summary>The first element.</summary>
    public TElement* Pointer { get; private set; }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (Pointer == null) return;
        CpuMemory.GiveBack(Pointer, _bytes);
        Pointer = null;
    }
}
