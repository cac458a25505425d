// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU;

/// <summary>What accelerators belong to. There is no device in it: a test makes the ones it needs.</summary>
public sealed class Context : IDisposable
{
    private Context()
    {
    }

    /// <summary>Whether it was given back, after which nothing can be made in it.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>A context that is built as a caller wants it.</summary>
    public static Context Create(Action<Builder> buildingCallback)
    {
        buildingCallback(new Builder());
        return new Context();
    }

    /// <inheritdoc />
    public void Dispose() => IsDisposed = true;

    /// <summary>What a context is built of.</summary>
    public sealed class Builder
    {
        internal Builder()
        {
        }

        /// <summary>Sets how hard the compiler tries.</summary>
        public Builder Optimize(OptimizationLevel level) => Enum.IsDefined(level) ? this : throw new ArgumentOutOfRangeException(nameof(level));
    }

    /// <summary>The devices of one kind, of which there are none.</summary>
    /// <typeparam name="TDevice">The kind.</typeparam>
    public readonly ref struct DeviceCollection<TDevice>
        where TDevice : Runtime.Device
    {
        /// <summary>Goes through them.</summary>
        public Enumerator GetEnumerator() => default;

        /// <summary>A walk through the devices.</summary>
        public ref struct Enumerator
        {
            /// <summary>The device that the walk is at.</summary>
            public readonly TDevice Current => throw new InvalidOperationException("the stand-in has no such device");

            /// <summary>Goes on, where there is another.</summary>
            public readonly bool MoveNext() => false;
        }
    }
}
