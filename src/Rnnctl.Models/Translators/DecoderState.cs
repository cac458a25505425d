using System.Numerics;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Translators;

/// <summary>What a decoder carries from step to step.</summary>
/// <typeparam name="T">The number.</typeparam>
internal sealed class DecoderState<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The state of so many layers.</summary>
    public DecoderState(int layers) => Layers = new CellState<T>[layers];

    /// <summary>Each layer's state, <c>[B, H]</c>; the memory is empty of cells that carry none.</summary>
    public CellState<T>[] Layers { get; }

    /// <summary>The vector from which the step before made its output, <c>[B, H]</c>, of decoders that are fed with it.</summary>
    public Variable<T> Fed { get; set; }

    /// <summary>Drops the sequences from <paramref name="alive"/> on.</summary>
    public void Narrow(int alive)
    {
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            (Variable<T> hidden, Variable<T> memory) = Layers[layer];
            Layers[layer] = new CellState<T>(hidden.SliceRows(0, alive), memory.Rows == 0 ? memory : memory.SliceRows(0, alive));
        }

        if (Fed.Rows > 0) Fed = Fed.SliceRows(0, alive);
    }
}
