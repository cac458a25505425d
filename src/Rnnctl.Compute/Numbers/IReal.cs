using System.Numerics;

namespace Rnnctl.Compute.Numbers;

/// <summary>
/// A real number in the formulas of cells, activations and optimisers: one value, a SIMD vector, or a value inside a GPU kernel. A formula over this interface
/// is the same on every device.
/// </summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
public interface IReal<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>,
    IUnaryNegationOperators<TSelf, TSelf>
    where TSelf : struct, IReal<TSelf>
{
    /// <summary>The same constant in every element, rounded to the element's precision.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>x y + z, fused if the device supports it.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The exponential function.</summary>
    static abstract TSelf Exp(TSelf x);

    /// <summary>The natural logarithm of a positive number.</summary>
    static abstract TSelf Log(TSelf x);

    /// <summary>The hyperbolic tangent.</summary>
    static abstract TSelf Tanh(TSelf x);

    /// <summary>The logistic function σ(x) = 1 / (1 + exp(-x)).</summary>
    static abstract TSelf Logistic(TSelf x);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The smaller of two values, by the machine's instruction: if only x is NaN, the result may be y.</summary>
    static abstract TSelf Min(TSelf x, TSelf y);

    /// <summary>The larger of two values, by the machine's instruction: if only x is NaN, the result may be y.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>1 for x > 0, else 0: the derivative of the rectifier.</summary>
    static abstract TSelf Heaviside(TSelf x);
}
