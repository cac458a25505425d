using System.Runtime.CompilerServices;

namespace Rnnctl.Compute.Numbers;

/// <summary>The elementary functions over the lanes of a register, the same steps and so the same bits at every width.</summary>
internal static class ElementaryFunctions
{
    /// <summary>exp(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes, T>(TLanes x)
        where TLanes : struct, IBitLanes<TLanes, T>
        where T : unmanaged
        => typeof(T) == typeof(float)
            ? SingleFunctions<TLanes, T>.Exp(x)
            : DoubleFunctions<TLanes, T>.Exp(x);

    /// <summary>tanh(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes, T>(TLanes x)
        where TLanes : struct, IBitLanes<TLanes, T>
        where T : unmanaged
        => typeof(T) == typeof(float)
            ? SingleFunctions<TLanes, T>.Tanh(x)
            : DoubleFunctions<TLanes, T>.Tanh(x);

    /// <summary>σ(x) = 1 / (1 + exp(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Logistic<TLanes, T>(TLanes x)
        where TLanes : struct, IBitLanes<TLanes, T>
        where T : unmanaged
        => typeof(T) == typeof(float)
            ? SingleFunctions<TLanes, T>.Logistic(x)
            : DoubleFunctions<TLanes, T>.Logistic(x);
}
