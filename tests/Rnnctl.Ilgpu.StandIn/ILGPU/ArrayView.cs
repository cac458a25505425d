// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Runtime.CompilerServices;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>Some elements of a buffer. Every access is checked, against the view as well as against the life of its buffer.</summary>
/// <typeparam name="T">The element.</typeparam>
public readonly unsafe struct ArrayView<T>
    where T : unmanaged
{
    private readonly MemoryBuffer _buffer;
    private readonly long _start;

    internal ArrayView(MemoryBuffer buffer, long startInBytes, long length)
    {
        if (startInBytes < 0 || length < 0 || startInBytes + (length * sizeof(T)) > buffer.LengthInBytes)
            throw new ArgumentOutOfRangeException(nameof(length), $"{length} elements from byte {startInBytes} on of {buffer.LengthInBytes} bytes");
        (_buffer, _start, Length) = (buffer, startInBytes, length);
    }

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>An element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element, where a GPU would read or write something else.</exception>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (ulong)Length) ThrowOutOfRange(index);
            return ref ((T*)(_buffer.Address + _start))[index];
        }
    }

    /// <summary>Whether the host shares the memory with the device.</summary>
    internal bool IsPageLocked => _buffer is { IsPageLocked: true };

    /// <summary>Whether the memory is still there.</summary>
    internal bool IsAlive => _buffer is { IsDisposed: false };

    /// <summary>The bytes of the elements in their buffer.</summary>
    internal Span<byte> Bytes => _buffer is null ? default : new Span<byte>(_buffer.Address + _start, checked((int)(Length * sizeof(T))));

    /// <summary>Some of the elements.</summary>
    public ArrayView<T> SubView(int index, int subViewLength)
    {
        if (index < 0 || subViewLength < 0 || (long)index + subViewLength > Length)
            throw new ArgumentOutOfRangeException(nameof(index), $"{subViewLength} elements from {index} on of a view of {Length}");
        return new(_buffer, _start + ((long)index * sizeof(T)), subViewLength);
    }

    /// <summary>The same memory as elements of another type.</summary>
    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged => new(_buffer, _start, Length * sizeof(T) / sizeof(TOther));

    private void ThrowOutOfRange(int index) =>
        throw new ArgumentOutOfRangeException(nameof(index), $"element {index} of a view of {Length} {typeof(T).Name}");
}
