namespace Rnnctl.Compute.Tensors;

/// <summary>A block of elements in a device's memory. Only its backend can access the elements.</summary>
/// <typeparam name="TElement">The element.</typeparam>
public abstract class Storage<TElement> : IDisposable
    where TElement : unmanaged
{
    /// <summary>A block with this many elements.</summary>
    protected Storage(long length) => Length = length;

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory; a finaliser calls it with false.</summary>
    protected abstract void Dispose(bool disposing);
}
