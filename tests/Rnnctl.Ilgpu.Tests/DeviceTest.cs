using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;

namespace Rnnctl.Ilgpu.Tests;

/// <summary>A base class for tests that run on every device, in single and in double precision.</summary>
public abstract class DeviceTest : IDisposable
{
    /// <summary>Checks after each test that no kernel accessed memory outside its views.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Assert.Empty(FailedAssertions.Take());
    }

    /// <summary>A check that is generic over the precision.</summary>
    protected interface ICheck
    {
        /// <summary>Runs the check on a device. The CPU backend is passed for comparison.</summary>
        void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>;
    }

    /// <summary>Runs a check on a device, once in float and once in double.</summary>
    private protected static void Check<TCheck>(string device, TCheck check)
        where TCheck : ICheck
    {
        Check<float, TCheck>(device, check);
        Check<double, TCheck>(device, check);
    }

    /// <summary>An opened device.</summary>
    private protected static Backend<T> Open<T>(string device)
        where T : unmanaged, IFloatingPointIeee754<T> => Devices.Open<T>(device);

    /// <summary>A bound for the difference of two sums of this many terms, which round each term once or twice in different orders.</summary>
    private protected static double Bound<T>(int terms, double magnitude = 1) => 4 * (terms + 4) * Rounding.Unit<T>() * magnitude;

    private static void Check<T, TCheck>(string device, TCheck check)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCheck : ICheck
    {
        using Backend<T> cpu = CpuDevice.Open<T>(threads: 1);
        check.Run(Open<T>(device), cpu);
    }
}
