namespace Rnnctl.Compute.Cells;

/// <summary>What those around a cell must know of its equations.</summary>
/// <param name="Gates">How many blocks of H rows the cell's weights have.</param>
/// <param name="HasRecurrentWeight">Whether the gates read the previous hidden state through a weight U.</param>
/// <param name="HasMemory">Whether the cell has a memory c beside its hidden state.</param>
/// <param name="ReadsHidden">Whether the cell reads the previous hidden state at all.</param>
/// <param name="ForgetGate">The gate whose bias starts at 1, or -1.</param>
internal readonly record struct CellTraits(int Gates, bool HasRecurrentWeight, bool HasMemory, bool ReadsHidden, int ForgetGate = -1)
{
    /// <summary>Those that a cell tells of itself.</summary>
    public static CellTraits Of<TCell>(int forgetGate)
        where TCell : struct, ICell => new(TCell.Gates, TCell.HasRecurrentWeight, TCell.HasMemory, TCell.ReadsHidden, forgetGate);
}
