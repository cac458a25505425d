namespace Rnnctl.Compute.Numbers;

/// <summary>The bit operations that elementary functions need: access to sign, exponent and significand (IEEE 754).</summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
public interface IBitReal<TSelf> : IReal<TSelf>
    where TSelf : struct, IBitReal<TSelf>
{
    /// <summary>Shifts the lowest bits of each significand into the exponent field; higher bits are lost.</summary>
    static abstract TSelf ShiftIntoExponent(TSelf value);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The absolute value.</summary>
    static abstract TSelf Abs(TSelf value);
}
