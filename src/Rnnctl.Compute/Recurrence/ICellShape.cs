namespace Rnnctl.Compute.Recurrence;

/// <summary>What a layer must know of a recurrent cell to hold its weights and states: how many gates it has, and what they read.</summary>
public interface ICellShape
{
    /// <summary>How many blocks of H rows the cell's weights have.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether the gates read the previous hidden state through a weight U; else they read the input alone.</summary>
    static virtual bool HasRecurrentWeight => true;

    /// <summary>Whether the cell has a memory c beside its hidden state.</summary>
    static virtual bool HasMemory => false;
}
