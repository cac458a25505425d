namespace Rnnctl.Compute.Numbers;

/// <summary>
/// What the elementary functions need beyond arithmetic: a look at a number as sign, exponent and significand (IEEE 754).
/// </summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
/// <typeparam name="T">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
internal interface IBitLanes<TSelf, T> : ILanes<TSelf, T>
    where TSelf : struct, IBitLanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>The lowest bits of each significand moved up into the exponent field; what stood above them falls off.</summary>
    static abstract TSelf ShiftIntoExponent(TSelf value);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The absolute value.</summary>
    static abstract TSelf Abs(TSelf value);
}
