using Rnnctl.Compute.Numbers;

namespace Rnnctl.Ilgpu.Numbers;

/// <summary>A real number inside a kernel. It lies in a device's memory just as the number that it wraps does.</summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
internal interface IDeviceReal<TSelf> : IBitReal<TSelf>, IRowReal<TSelf, TSelf>
    where TSelf : unmanaged, IDeviceReal<TSelf>
{
    /// <summary>The natural logarithm of a positive number.</summary>
    static abstract TSelf Log(TSelf x);

    /// <summary>Whether x is above y.</summary>
    static abstract bool IsAbove(TSelf x, TSelf y);

    /// <summary>The number in double precision.</summary>
    static abstract double ToDouble(TSelf x);
}
