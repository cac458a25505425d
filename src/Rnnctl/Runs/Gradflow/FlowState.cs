namespace Rnnctl.Runs.Gradflow;

/// <summary>The part of a layer's state whose gradient is measured.</summary>
internal enum FlowState
{
    /// <summary>The hidden state h.</summary>
    Hidden,

    /// <summary>The memory c, of cells that have one.</summary>
    Memory,
}
