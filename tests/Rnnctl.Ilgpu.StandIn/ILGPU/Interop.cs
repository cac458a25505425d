// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU;

/// <summary>Numbers seen as the bits they are made of.</summary>
public static class Interop
{
    /// <summary>A number's bits.</summary>
    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    /// <summary>A number's bits.</summary>
    public static ulong FloatAsInt(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>The number of those bits.</summary>
    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    /// <summary>The number of those bits.</summary>
    public static double IntAsFloat(ulong value) => BitConverter.UInt64BitsToDouble(value);
}
