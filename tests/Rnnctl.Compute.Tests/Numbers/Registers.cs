using System.Numerics;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Tests.Numbers;

/// <summary>Applies a function to an array in registers of every width.</summary>
internal static class Registers
{
    public enum Function
    {
        Exp,
        Log,
        Tanh,
        Logistic,
        Sqrt,
        Heaviside,
        Negate,
    }

    public enum Width
    {
        Bits512,
        Bits256,
        Bits128,
        Scalar,
    }

    public static readonly Width[] Widths = Enum.GetValues<Width>();

    public static T[] Map<T>(Width width, Function function, T[] numbers)
        where T : unmanaged, IFloatingPointIeee754<T> => width switch
        {
            Width.Bits512 => Map<Lanes512<T>, T>(function, numbers),
            Width.Bits256 => Map<Lanes256<T>, T>(function, numbers),
            Width.Bits128 => Map<Lanes128<T>, T>(function, numbers),
            _ => Map<ScalarLanes<T>, T>(function, numbers),
        };

    private static unsafe T[] Map<TLanes, T>(Function function, T[] numbers)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        var padded = new T[numbers.Length + TLanes.Count];
        numbers.CopyTo(padded, 0);
        fixed (T* start = padded)
        {
            for (T* p = start; p < start + numbers.Length; p += TLanes.Count)
                TLanes.Store(Apply<TLanes>(function, TLanes.Load(p)), p);
        }

        return padded[..numbers.Length];
    }

    private static TLanes Apply<TLanes>(Function function, TLanes x)
        where TLanes : struct, IReal<TLanes> => function switch
        {
            Function.Exp => TLanes.Exp(x),
            Function.Log => TLanes.Log(x),
            Function.Tanh => TLanes.Tanh(x),
            Function.Logistic => TLanes.Logistic(x),
            Function.Sqrt => TLanes.Sqrt(x),
            Function.Heaviside => TLanes.Heaviside(x),
            _ => -x,
        };
}
