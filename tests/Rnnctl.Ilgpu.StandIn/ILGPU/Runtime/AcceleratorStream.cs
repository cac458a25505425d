// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime;

/// <summary>A queue of work, which here is always done already.</summary>
public abstract class AcceleratorStream : IDisposable
{
    private bool _isDisposed;

    internal AcceleratorStream()
    {
    }

    /// <summary>Waits until all work is done.</summary>
    public void Synchronize() => RequireAlive();

    /// <inheritdoc />
    public void Dispose()
    {
        _isDisposed = true;
        GC.SuppressFinalize(this);
    }

    /// <summary>Throws where the queue was given back.</summary>
    internal void RequireAlive() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
