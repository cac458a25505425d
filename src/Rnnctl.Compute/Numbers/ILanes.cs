namespace Rnnctl.Compute.Numbers;

/// <summary>
/// A SIMD register of real numbers. The CPU backend is generic over this interface and runs with 512, 256 or 128 bits, or with one number at a time.
/// </summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
/// <typeparam name="T">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
public unsafe interface ILanes<TSelf, T> : IRowReal<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>The number of elements in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Zero in every lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Reads <see cref="Count"/> elements at any alignment.</summary>
    static abstract TSelf Load(T* source);

    /// <summary>Writes <see cref="Count"/> elements at any alignment.</summary>
    static abstract void Store(TSelf lanes, T* target);

    /// <summary>
    /// sum ← x y + sum, rounded once. Writing to a reference keeps the sum in its register; the compiler copies a returned value to another one first.
    /// </summary>
    static abstract void AddProduct(TSelf x, TSelf y, ref TSelf sum);

    /// <summary>The sum of the lanes.</summary>
    static abstract T Sum(TSelf lanes);

    /// <summary>The largest lane.</summary>
    static abstract T Largest(TSelf lanes);

    /// <summary>Whether x is greater than y in any lane.</summary>
    static abstract bool AnyAbove(TSelf x, TSelf y);
}
