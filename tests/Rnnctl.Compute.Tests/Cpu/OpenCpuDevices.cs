using System.Numerics;
using Rnnctl.Compute.Backends;

namespace Rnnctl.Compute.Tests.Cpu;

/// <summary>Backends of every width with 1, 2 and 3 threads, shared by the tests of a class.</summary>
public sealed class OpenCpuDevices : IDisposable
{
    private readonly Backend<float>[] _single = [.. CpuDevices.OpenAll<float>()];
    private readonly Backend<double>[] _double = [.. CpuDevices.OpenAll<double>()];

    /// <summary>The backends of a number type, grouped by width.</summary>
    public IReadOnlyList<Backend<T>> Of<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => (Backend<T>[])(object)(typeof(T) == typeof(float) ? _single : _double);

    public void Dispose()
    {
        foreach (IDisposable backend in (IDisposable[])[.. _single, .. _double]) backend.Dispose();
    }
}
