// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Algorithms;

/// <summary>The device's own functions.</summary>
public static class XMath
{
    /// <summary>The square root.</summary>
    public static double Sqrt(double value) => Math.Sqrt(value);

    /// <summary>The square root.</summary>
    public static float Sqrt(float value) => MathF.Sqrt(value);

    /// <summary>The natural logarithm.</summary>
    public static float Log(float value) => MathF.Log(value);
}
