using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Verbs.Bench;

/// <summary>The layers that a row of <c>rnnctl bench</c> measures; the input is as wide as the hidden state, and all sequences are of one length.</summary>
internal sealed record BenchShape(CellDefinition Cell, int Hidden, int Batch, int Steps, int Layers, bool Bidirectional, LayerVariant Variant)
{
    /// <summary>The tokens of a batch.</summary>
    /// <exception cref="Rnnctl.Compute.Devices.DeviceMemoryException">They are more than a tensor may have rows.</exception>
    public int Tokens => TensorSize.Of(Batch, Steps);

    /// <summary>1, or 2 where layers run in both directions.</summary>
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>The parameters of a layer in each direction. It reads the input, or what the layer below wrote.</summary>
    public IReadOnlyList<CellParameter> Parameters(int layer) => Variant.Parameters(Cell, layer == 0 ? Hidden : Directions * Hidden, Hidden);

    /// <summary>
    /// The floating-point operations of the matrix products, two for each multiplication with its addition; a training step counts as three
    /// forward passes, as is the custom, although the gradient of the first layer's input is not computed.
    /// </summary>
    public double Operations(BenchMode mode)
    {
        double forward = 0;
        for (int layer = 0; layer < Layers; layer++) forward += 2.0 * Tokens * Directions * Weights(layer);
        return mode == BenchMode.Forward ? forward : 3 * forward;
    }

    private double Weights(int layer) => Parameters(layer).Where(parameter => !parameter.IsVector)
        .Sum(parameter => (double)parameter.Rows * parameter.Columns);
}

/// <summary>What a user is told of layers or translators that do not fit memory.</summary>
internal static class BenchSize
{
    /// <summary>Measures something of these sizes.</summary>
    /// <exception cref="DeviceMemoryException">It does not fit; the message names the options.</exception>
    public static void Guard(int hidden, int batch, int steps, Action measure)
    {
        try
        {
            measure();
        }
        catch (DeviceMemoryException failure)
        {
            throw new DeviceMemoryException(
                $"--hidden {hidden} --batch {batch} --steps {steps} do not fit: {failure.Message}", "try smaller numbers", failure);
        }
    }
}
