namespace Rnnctl.Models.Tests.Layers;

/// <summary>What a layer makes of a sequence; both directions stand side by side.</summary>
/// <param name="States">The hidden states at the sequence's steps.</param>
/// <param name="Outputs">What the next layer reads: the states, or with a residual connection their sum with the layer's input.</param>
/// <param name="End">The state of each direction after the last step that it reads.</param>
internal sealed record NaiveLayerRun(double[][] States, double[][] Outputs, NaiveState End);
