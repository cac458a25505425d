namespace Rnnctl.Compute.Recurrence;

/// <summary>The shape of a recurrent cell, which determines a layer's weights and states: the number of gates and what they read.</summary>
public interface ICellShape
{
    /// <summary>The number of gates: the cell's weights have this many blocks of H rows.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether the gates read the previous hidden state through a weight U, or the input only.</summary>
    static virtual bool HasRecurrentWeight => true;

    /// <summary>Whether the cell has a memory c in addition to its hidden state.</summary>
    static virtual bool HasMemory => false;
}
