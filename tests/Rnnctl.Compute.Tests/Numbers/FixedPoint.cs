using System.Numerics;

namespace Rnnctl.Compute.Tests.Numbers;

/// <summary>Elementary functions in fixed point with 1200 fractional bits: the oracle for functions of <see cref="double"/>.</summary>
internal static class FixedPoint
{
    private const int Precision = 1200;
    private const int Halvings = 16;

    private static BigInteger One => BigInteger.One << Precision;

    /// <summary>The exact value of a number as a multiple of 2^-1200.</summary>
    public static BigInteger From(double number)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger significand = bits & 0xFFFFFFFFFFFFF;
        if (exponent > 0)
            significand += BigInteger.One << 52;
        else
            exponent = 1;
        significand <<= Precision + exponent - 1075;
        return bits < 0 ? -significand : significand;
    }

    /// <summary>exp(x) = exp(x / 2^16)^(2^16); the inner exponential is a Taylor series.</summary>
    public static BigInteger Exp(double x)
    {
        BigInteger r = From(x) >> Halvings;
        BigInteger sum = One;
        BigInteger term = One;
        for (int k = 1; !term.IsZero && term != BigInteger.MinusOne; k++)
        {
            term = ((term * r) >> Precision) / k;
            sum += term;
        }

        for (int i = 0; i < Halvings; i++)
            sum = (sum * sum) >> Precision;
        return sum;
    }

    /// <summary>tanh(x) = (exp(2x) - 1) / (exp(2x) + 1).</summary>
    public static BigInteger Tanh(double x)
    {
        BigInteger e = Exp(2 * x);
        return ((e - One) << Precision) / (e + One);
    }

    /// <summary>σ(x) = 1 / (1 + exp(-x)).</summary>
    public static BigInteger Logistic(double x) => (One << Precision) / (One + Exp(-x));

    /// <summary>The distance of a number from an exact value, in units in the last place of the number.</summary>
    public static double Error(double number, BigInteger exact)
    {
        double magnitude = Math.Abs(number);
        BigInteger unit = From(Math.BitIncrement(magnitude)) - From(magnitude);
        return (double)((BigInteger.Abs(From(number) - exact) << 20) / unit) / (1 << 20);
    }
}
