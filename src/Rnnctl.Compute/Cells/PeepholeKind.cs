namespace Rnnctl.Compute.Cells;

/// <summary>How the gates of an LSTM read the memory.</summary>
public enum PeepholeKind
{
    /// <summary>The gates of a unit read this unit's memory: <see cref="PeepholeLstm"/>.</summary>
    Diagonal,

    /// <summary>The gates read the memories of all units: <see cref="FullPeepholeLstm"/>.</summary>
    Full,
}
