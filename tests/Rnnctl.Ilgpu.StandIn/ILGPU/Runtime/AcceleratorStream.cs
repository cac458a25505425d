// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime;

/// <summary>
/// A queue of work. Here all of it is done at once, but for copies out of page-locked memory: a GPU may read that memory as late as the host waits for it,
/// so the stand-in reads it then, or when other work follows that may need what was copied.
/// </summary>
public abstract class AcceleratorStream : IDisposable
{
    private readonly List<Action> _lateCopies = [];
    private bool _isDisposed;

    internal AcceleratorStream()
    {
    }

    /// <summary>Waits until all work is done.</summary>
    public void Synchronize() => FinishCopies();

    /// <inheritdoc />
    public void Dispose()
    {
        _isDisposed = true;
        GC.SuppressFinalize(this);
    }

    /// <summary>Queues a copy that reads as late as it may.</summary>
    internal void CopyLate(Action copy)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _lateCopies.Add(copy);
    }

    /// <summary>Does what was queued before; throws where the queue was given back.</summary>
    internal void FinishCopies()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _lateCopies.ForEach(copy => copy());
        _lateCopies.Clear();
    }
}
