namespace Rnnctl.Compute.Tensors;

/// <summary>A run of elements in a device's memory. Only the backend that made it knows how to reach them.</summary>
/// <typeparam name="TElement">The element.</typeparam>
public abstract class Storage<TElement> : IDisposable
    where TElement : unmanaged
{
    /// <summary>A run of that many elements.</summary>
    protected Storage(long length) => Length = length;

    /// <summary>How many elements there are.</summary>
    public long Length { get; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the memory back; called with false by a finaliser.</summary>
    protected abstract void Dispose(bool disposing);
}
