using System.Numerics;
using Rnnctl.Compute.Backends;

namespace Rnnctl.Ilgpu.Tests;

/// <summary>Devices shared by the tests of a class. Each is opened once, because ILGPU compiles a kernel again for every opened device.</summary>
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
