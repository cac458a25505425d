namespace Rnnctl.Compute.Cpu.Memory;

/// <summary>Working memory of one operation (mostly packed panels), reused in every call.</summary>
/// <typeparam name="T">The number.</typeparam>
internal sealed unsafe class Scratch<T> : IDisposable
    where T : unmanaged
{
    private CpuStorage<T> _storage = new(1 << 16);

    /// <summary>Memory with undefined content, valid until the next call.</summary>
    public T* Rent(long length)
    {
        if (_storage.Length < length)
        {
            _storage.Dispose();
            _storage = new CpuStorage<T>(checked(length + (length / 4)));
        }

        return _storage.Pointer;
    }

    public void Dispose() => _storage.Dispose();
}
