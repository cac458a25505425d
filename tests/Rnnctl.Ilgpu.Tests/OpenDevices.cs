using System.Numerics;
using Rnnctl.Compute.Backends;

namespace Rnnctl.Ilgpu.Tests;

/// <summary>The devices that the tests of one class have opened, each once: ILGPU itself compiles a kernel anew on every opened device.</summary>
public sealed class OpenDevices : IDisposable
{
    private readonly Dictionary<(string Device, Type Number), IDisposable> _backends = [];

    /// <summary>An opened device.</summary>
    public Backend<T> Open<T>(string device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!_backends.TryGetValue((device, typeof(T)), out IDisposable? backend))
            _backends[(device, typeof(T))] = backend = Devices.Open<T>(device);
        return (Backend<T>)backend;
    }

    public void Dispose()
    {
        foreach (IDisposable backend in _backends.Values) backend.Dispose();
    }
}
