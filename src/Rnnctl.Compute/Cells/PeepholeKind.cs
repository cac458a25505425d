namespace Rnnctl.Compute.Cells;

/// <summary>How gates see the memory.</summary>
public enum PeepholeKind
{
    /// <summary>Each unit's gates see the unit's own memory: <see cref="PeepholeLstm"/>.</summary>
    Diagonal,

    /// <summary>They see the memories of all units: <see cref="FullPeepholeLstm"/>.</summary>
    Full,
}
