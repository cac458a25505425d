using System.Runtime.CompilerServices;

namespace Rnnctl.Compute.Numbers;

/// <summary>The elementary functions on the lanes of a register. Every width uses the same steps and gives the same bits.</summary>
internal static class ElementaryFunctions
{
    /// <summary>exp(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes, T>(TLanes x)
        where TLanes : struct, IBitReal<TLanes>
        => typeof(T) == typeof(float)
            ? SingleFunctions<TLanes>.Exp(x)
            : DoubleFunctions<TLanes>.Exp(x);

    /// <summary>tanh(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes, T>(TLanes x)
        where TLanes : struct, IBitReal<TLanes>
        => typeof(T) == typeof(float)
            ? SingleFunctions<TLanes>.Tanh(x)
            : DoubleFunctions<TLanes>.Tanh(x);

    /// <summary>σ(x) = 1 / (1 + exp(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Logistic<TLanes, T>(TLanes x)
        where TLanes : struct, IBitReal<TLanes>
        => typeof(T) == typeof(float)
            ? SingleFunctions<TLanes>.Logistic(x)
            : DoubleFunctions<TLanes>.Logistic(x);
}
