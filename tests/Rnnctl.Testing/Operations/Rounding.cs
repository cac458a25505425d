using System.Numerics;

namespace Rnnctl.Testing.Operations;

/// <summary>The rounding of a number type.</summary>
internal static class Rounding
{
    /// <summary>The largest relative error of one rounding: 2^-24 or 2^-53.</summary>
    public static double Unit<T>() => typeof(T) == typeof(float) ? 1.0 / (1 << 24) : 1.0 / (1L << 53);

    /// <summary>Rounds to the nearest number of T. A sum of two numbers of T that is computed in double precision becomes their sum in T.</summary>
    public static double To<T>(double number)
        where T : unmanaged, IFloatingPointIeee754<T> => double.CreateChecked(T.CreateChecked(number));
}
