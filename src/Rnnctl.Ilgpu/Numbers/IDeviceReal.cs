using Rnnctl.Compute.Numbers;

namespace Rnnctl.Ilgpu.Numbers;

/// <summary>A real number inside a kernel. Its memory layout is that of the number it wraps.</summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
internal interface IDeviceReal<TSelf> : IBitReal<TSelf>, IRowReal<TSelf, TSelf>
    where TSelf : unmanaged, IDeviceReal<TSelf>
{
    /// <summary>Whether x is greater than y.</summary>
    static abstract bool IsAbove(TSelf x, TSelf y);

    /// <summary>Converts the number to double precision.</summary>
    static abstract double ToDouble(TSelf x);
}
