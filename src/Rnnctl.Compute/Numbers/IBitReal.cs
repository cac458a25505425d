namespace Rnnctl.Compute.Numbers;

/// <summary>
/// What the elementary functions need of a number beyond arithmetic: a look at it as sign, exponent and significand (IEEE 754).
/// </summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
public interface IBitReal<TSelf> : IReal<TSelf>
    where TSelf : struct, IBitReal<TSelf>
{
    /// <summary>The lowest bits of each significand moved up into the exponent field; what stood above them falls off.</summary>
    static abstract TSelf ShiftIntoExponent(TSelf value);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The absolute value.</summary>
    static abstract TSelf Abs(TSelf value);
}
