using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Translators;

/// <summary>
/// Scheduled sampling (Bengio et al. 2015): in training, the decoder reads its own most probable symbol instead of the target symbol at random
/// positions. No gradient flows through that choice.
/// </summary>
/// <param name="outputWeight">The output layer's weight, <c>[V, H]</c>.</param>
/// <param name="outputBias">Its bias, <c>[1, V]</c>.</param>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class ScheduledSampling<T>(Variable<T> outputWeight, Variable<T> outputBias)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Place = 4096;

    private T[] _keeps = [];
    private int[] _symbols = [];
    private bool _drawn;

    /// <summary>Draws the positions of a packed batch's targets at which the decoder reads its own symbols.</summary>
    public void Draw(Tape<T> tape, PackedSteps steps, TrainingStep? training)
    {
        int tokens = steps.Tokens;
        _drawn = training is { ScheduledSampling: > 0 };
        if (training is not { } step || !_drawn) return;
        if (_keeps.Length < tokens) (_keeps, _symbols) = (new T[2 * tokens], new int[2 * tokens]);
        Tensor<T> mask = tape.NewTensor(tokens, 1);
        tape.Backend.DropoutMask(step.Dropout(Place), 1 - step.ScheduledSampling, tape.NewRowNumbers(steps), mask);
        tape.Backend.Download(mask, _keeps.AsSpan(0, tokens));
    }

    /// <summary>Returns the symbols that the decoder reads at a time step, <c>[alive]</c>; valid until the next call.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="right">The target symbols, <c>[alive]</c>.</param>
    /// <param name="readout">The readout of the previous step, <c>[alive before, H]</c>; empty at the first step.</param>
    /// <param name="first">The step's first row in the packed batch.</param>
    public ReadOnlySpan<int> Mix(Tape<T> tape, ReadOnlySpan<int> right, Variable<T> readout, int first)
    {
        if (!_drawn || readout.Rows == 0) return right;
        Span<int> symbols = _symbols.AsSpan(0, right.Length);
        tape.Backend.Download(Best(tape, readout.Value.SliceRows(0, right.Length)), symbols);
        for (int row = 0; row < right.Length; row++)
        {
            if (_keeps[first + row] > T.Zero) symbols[row] = right[row];
        }

        return symbols;
    }

    private Tensor<int> Best(Tape<T> tape, Tensor<T> readout)
    {
        Tensor<T> logits = tape.NewTensor(readout.Rows, outputWeight.Rows);
        tape.Backend.BroadcastRow(outputBias.Value, default, logits);
        tape.Backend.Product(readout, MatrixOperand<T>.Transpose(outputWeight.Value), logits, accumulate: true);
        Tensor<int> best = tape.NewIds(readout.Rows);
        tape.Backend.ArgMax(logits, best);
        return best;
    }
}
