// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Runtime.InteropServices;
using Rnnctl.Ilgpu.StandIn.Execution;

namespace ILGPU.Runtime;

/// <summary>A run of memory. It is filled with <see cref="Garbage"/>: nobody may count on zeros.</summary>
public abstract unsafe class MemoryBuffer : IDisposable
{
    private const int Alignment = 64;

    private byte* _address;

    internal MemoryBuffer(long lengthInBytes)
    {
        LengthInBytes = lengthInBytes;
        _address = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(lengthInBytes, 1), Alignment);
        Garbage.Fill(new Span<byte>(_address, checked((int)lengthInBytes)));
    }

    /// <summary>Gives back what was not given back.</summary>
    ~MemoryBuffer() => Free();

    /// <summary>How many bytes there are.</summary>
    public long LengthInBytes { get; }

    /// <summary>Whether the host shares it with the device.</summary>
    internal bool IsPageLocked { get; init; }

    /// <summary>Whether it was given back.</summary>
    internal bool IsDisposed => _address is null;

    /// <summary>The first byte.</summary>
    internal byte* Address
    {
        get
        {
            if (IsDisposed) ThrowDisposed();
            return _address;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_address);
        _address = null;
    }

    private void ThrowDisposed() => throw new ObjectDisposedException(GetType().Name, "this memory was given back");
}
