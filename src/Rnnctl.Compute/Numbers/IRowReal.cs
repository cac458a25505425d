namespace Rnnctl.Compute.Numbers;

/// <summary>A real number in formulas over a row: one element or a register of elements. It can broadcast a number of the whole row.</summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
/// <typeparam name="T">The row's number.</typeparam>
public interface IRowReal<TSelf, T> : IReal<TSelf>
    where TSelf : struct, IRowReal<TSelf, T>
    where T : unmanaged
{
    /// <summary>The same number in every element.</summary>
    static abstract TSelf Broadcast(T value);
}
