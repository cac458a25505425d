namespace Rnnctl.Compute.Numbers;

/// <summary>A real number as formulas over a row see it: one, or a register of them, that takes the numbers which the whole row has in common.</summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
/// <typeparam name="T">The row's number.</typeparam>
public interface IRowReal<TSelf, T> : IReal<TSelf>
    where TSelf : struct, IRowReal<TSelf, T>
    where T : unmanaged
{
    /// <summary>The same number in every element.</summary>
    static abstract TSelf Broadcast(T value);
}
