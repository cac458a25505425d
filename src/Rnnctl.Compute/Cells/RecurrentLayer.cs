using System.Buffers;
using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// A fused recurrent layer over a packed batch, with one or two directions: <c>[N, inputs]</c> becomes <c>[N, directions · H]</c>, or
/// <c>[N, directions · R]</c> of a cell that projects its hidden state to R numbers. The inputs of all time steps are multiplied by W in one large
/// product before the loop over time; the gradients of the weights are large products after it.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TCell">The cell.</typeparam>
public readonly record struct RecurrentLayer<T, TCell> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCell : struct, IFusedCell
{
    private readonly Variable<T> _x;
    private readonly LayerWeights<T> _weights;
    private readonly RecurrentPass<T> _forward, _reverse;
    private readonly Variable<T> _forwardEnd, _reverseEnd;

    private RecurrentLayer(
        Variable<T> x, LayerWeights<T> weights, RecurrentPass<T> forward, RecurrentPass<T> reverse, Variable<T> forwardEnd, Variable<T> reverseEnd) =>
        (_x, _weights, _forward, _reverse, _forwardEnd, _reverseEnd) = (x, weights, forward, reverse, forwardEnd, reverseEnd);

    /// <summary>The hidden states of all tokens, <c>[N, directions · H]</c>, forward direction first.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">The input, <c>[N, inputs]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="window">The window of truncated BPTT: the state's gradient is cut after this many steps; 0 for no truncation.</param>
    /// <param name="trace">Receives the last memory of each sequence.</param>
    public static Variable<T> Apply(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, MemoryTrace<T>? trace = null)
    {
        int width = weights.Forward.OutputWidth(weights.Forward.Input.Rows / TCell.Gates);
        Variable<T> y = tape.NewVariable(x.Rows, weights.Directions * width);
        RecurrentPass<T> forward = Prepare(tape, x, steps, weights.Forward, y.SliceColumns(0, width), reverse: false, window);
        RecurrentPass<T> reverse = default;
        if (weights.Reverse is { } reverseWeights)
        {
            reverse = Prepare(tape, x, steps, reverseWeights, y.SliceColumns(width, width), reverse: true, window);
            tape.Backend.RunForward<TCell>([forward, reverse]);
        }
        else
        {
            tape.Backend.RunForward<TCell>([forward]);
        }

        trace?.Clear();
        if (trace is not null && TCell.HasMemory)
        {
            trace.ForwardEnd = MemoryAtEnd(tape, forward);
            if (weights.Reverse is not null) trace.ReverseEnd = MemoryAtEnd(tape, reverse);
        }

        tape.Record(new RecurrentLayer<T, TCell>(x, weights, forward, reverse, trace?.ForwardEnd ?? default, trace?.ReverseEnd ?? default));
        return y;
    }

    /// <summary>Runs the loop over time backward, then dx += dG W, dW += dGᵀ x, dU += dGᵀ h', db += Σ dG, dP += dhᵀ m.</summary>
    public void Backward(Tape<T> tape)
    {
        RecurrentPass<T> forward = PrepareBackward(tape, _forward, _forwardEnd);
        if (_weights.Reverse is { } reverseWeights)
        {
            RecurrentPass<T> reverse = PrepareBackward(tape, _reverse, _reverseEnd);
            tape.Backend.RunBackward<TCell>([forward, reverse]);
            AddGradients(tape, _x, reverseWeights, reverse);
        }
        else
        {
            tape.Backend.RunBackward<TCell>([forward]);
        }

        AddGradients(tape, _x, _weights.Forward, forward);
    }

    private static RecurrentPass<T> Prepare(
        Tape<T> tape, Variable<T> x, PackedSteps steps, CellWeights<T> weights, Variable<T> hiddenState, bool reverse, int window)
    {
        int hidden = weights.Input.Rows / TCell.Gates;
        int joined = RecurrentGates.AddedToInput<TCell>() * hidden;
        CellState<T> initial = weights.StartOf(tape, steps.Sequences);
        Tensor<T> gates = tape.NewTensor(x.Rows, TCell.Gates * hidden);
        Tensor<T> bias = weights.InputBias.Value, recurrentBias = weights.RecurrentBias.Value;
        Tensor<T> second = TCell.HasRecurrentWeight ? recurrentBias.SliceColumns(0, joined) : default;
        tape.Backend.BroadcastRow(bias.SliceColumns(0, joined), second, gates.SliceColumns(0, joined));
        Tensor<T> recurrentTerm = default;
        if (TCell.HasSeparateRecurrentTerm)
        {
            recurrentTerm = tape.NewTensor(x.Rows, hidden);
            tape.Backend.BroadcastRow(bias.SliceColumns(joined, hidden), default, gates.SliceColumns(joined, hidden));
            tape.Backend.BroadcastRow(recurrentBias.SliceColumns(joined, hidden), default, recurrentTerm);
        }

        tape.Backend.Product(x.Value, MatrixOperand<T>.Transpose(weights.Input.Value), gates, accumulate: true);
        return new RecurrentPass<T>
        {
            Steps = steps,
            Reverse = reverse,
            Window = window,
            RecurrentWeight = weights.Recurrent.Value,
            Peephole = weights.Peephole.Value,
            Projection = weights.Projection.Value,
            MemoryLimit = LimitOf(weights.MemoryLimit),
            HiddenLimit = LimitOf(weights.HiddenLimit),
            Initial = initial,
            Gates = gates,
            RecurrentTerm = recurrentTerm,
            Reset = TCell.ResetsBefore ? tape.NewTensor(x.Rows, hidden) : default,
            Memory = TCell.HasMemory ? tape.NewTensor(x.Rows, hidden) : default,
            Output = TCell.HasProjection ? tape.NewTensor(x.Rows, hidden) : default,
            Hidden = hiddenState.Value,
            HiddenGradient = hiddenState.Gradient,
        };
    }

    private static double LimitOf(double limit) => limit > 0 ? limit : double.PositiveInfinity;

    /// <summary>The memory of the last visited row of each sequence, <c>[B, H]</c>.</summary>
    private static Variable<T> MemoryAtEnd(Tape<T> tape, in RecurrentPass<T> pass)
    {
        int sequences = pass.Steps.Sequences;
        Variable<T> end = tape.NewVariable(sequences, pass.Memory.Columns);
        if (pass.Reverse || pass.Steps.Steps == 1)
        {
            Tensor<T> first = pass.Memory.SliceRows(0, sequences);
            tape.Backend.Map(default(Copy<T>.Forward), end.Value, first, first);
            return end;
        }

        int[] rows = ArrayPool<int>.Shared.Rent(sequences);
        for (int sequence = 0; sequence < sequences; sequence++) rows[sequence] = pass.Steps.LastRow(sequence);
        tape.Backend.GatherRows(pass.Memory, tape.NewIds(rows.AsSpan(0, sequences)), end.Value);
        ArrayPool<int>.Shared.Return(rows);
        return end;
    }

    /// <summary>Initialises the memory's gradient with the gradient of the last memory: the backward loop visits the end of each sequence first.</summary>
    private static RecurrentPass<T> PrepareBackward(Tape<T> tape, RecurrentPass<T> pass, Variable<T> end)
    {
        int hidden = Units(pass), width = pass.Hidden.Columns;
        Tensor<T> memoryGradient = default;
        if (TCell.HasMemory || TCell.ResetsBefore)
        {
            memoryGradient = tape.NewTensor(pass.Steps.Sequences, hidden);
            if (end.HasGradient) tape.Backend.Map(default(Copy<T>.Forward), memoryGradient, end.Gradient, end.Gradient);
            else tape.Backend.Clear(memoryGradient);
        }

        return pass with
        {
            PreviousHidden = tape.NewTensor(pass.Gates.Rows, width),
            ProjectedGradient = TCell.HasProjection ? tape.NewTensor(pass.Gates.Rows, width) : default,
            OutputGradient = TCell.HasProjection ? tape.NewTensor(pass.Steps.Sequences, hidden) : default,
            PreviousMemory = TCell.HasPeepholes ? tape.NewTensor(pass.Gates.Rows, hidden) : default,
            MemoryGradient = memoryGradient,
        };
    }

    private static void AddGradients(Tape<T> tape, Variable<T> x, CellWeights<T> weights, in RecurrentPass<T> pass)
    {
        Backend<T> backend = tape.Backend;
        int hidden = Units(pass);
        int joined = RecurrentGates.AddedToInput<TCell>() * hidden;
        if (TCell.HasMemory && pass.Initial.Memory.HasGradient)
            backend.Map(default(Accumulate), pass.Initial.Memory.Gradient, pass.MemoryGradient, pass.MemoryGradient);
        if (x.HasGradient) backend.Product(pass.Gates, weights.Input.Value, x.Gradient, accumulate: true);
        if (!weights.Input.HasGradient) return;
        backend.Product(MatrixOperand<T>.Transpose(pass.Gates), x.Value, weights.Input.Gradient, accumulate: true);
        AddBiasGradients(tape, weights, pass, joined);
        if (TCell.HasPeepholes) AddPeepholeGradients(tape, weights.Peephole.Gradient, pass);
        if (TCell.HasProjection)
            backend.Product(MatrixOperand<T>.Transpose(pass.ProjectedGradient), pass.Output, weights.Projection.Gradient, accumulate: true);
        if (!TCell.HasRecurrentWeight) return;
        int ofHidden = RecurrentGates.OfHidden<TCell>() * hidden;
        Tensor<T> joinedGates = pass.Gates.SliceColumns(0, ofHidden);
        Tensor<T> joinedGradient = weights.Recurrent.Gradient.SliceRows(0, ofHidden);
        backend.Product(MatrixOperand<T>.Transpose(joinedGates), pass.PreviousHidden, joinedGradient, accumulate: true);
        if (TCell.ResetsBefore)
        {
            Tensor<T> lastGradient = weights.Recurrent.Gradient.SliceRows(ofHidden, hidden);
            backend.Product(MatrixOperand<T>.Transpose(pass.Gates.SliceColumns(ofHidden, hidden)), pass.Reset, lastGradient, accumulate: true);
        }

        if (!TCell.HasSeparateRecurrentTerm) return;
        Tensor<T> separateGradient = weights.Recurrent.Gradient.SliceRows(joined, hidden);
        backend.Product(MatrixOperand<T>.Transpose(pass.RecurrentTerm), pass.PreviousHidden, separateGradient, accumulate: true);
        backend.AddColumnSums(pass.RecurrentTerm, weights.RecurrentBias.Gradient.SliceColumns(joined, hidden));
    }

    /// <summary>dp_i += Σ dG_i ⊙ c', dp_f += Σ dG_f ⊙ c', dp_o += Σ dG_o ⊙ c, over all tokens.</summary>
    private static void AddPeepholeGradients(Tape<T> tape, Tensor<T> gradient, in RecurrentPass<T> pass)
    {
        Tensor<T> product = tape.NewTensor(pass.Hidden.Rows, pass.Hidden.Columns);
        AddPeepholeGradient(tape.Backend, gradient.SliceRows(0, 1), Gate(pass, 0), pass.PreviousMemory, product);
        AddPeepholeGradient(tape.Backend, gradient.SliceRows(1, 1), Gate(pass, 1), pass.PreviousMemory, product);
        AddPeepholeGradient(tape.Backend, gradient.SliceRows(2, 1), Gate(pass, 3), pass.Memory, product);
    }

    private static void AddPeepholeGradient(Backend<T> backend, Tensor<T> gradient, Tensor<T> gate, Tensor<T> memory, Tensor<T> product)
    {
        backend.Map(default(Multiply<T>.Forward), product, gate, memory);
        backend.AddColumnSums(product, gradient);
    }

    /// <summary>H.</summary>
    private static int Units(in RecurrentPass<T> pass) => pass.Gates.Columns / TCell.Gates;

    private static Tensor<T> Gate(in RecurrentPass<T> pass, int gate) => pass.Gates.SliceColumns(gate * pass.Hidden.Columns, pass.Hidden.Columns);

    /// <summary>The two biases of a gate without a separate recurrent term have the same gradient, so that its sum over all tokens is computed once.</summary>
    private static void AddBiasGradients(Tape<T> tape, CellWeights<T> weights, in RecurrentPass<T> pass, int joined)
    {
        Tensor<T> sums = tape.NewTensor(1, pass.Gates.Columns);
        tape.Backend.Clear(sums);
        tape.Backend.AddColumnSums(pass.Gates, sums);
        tape.Backend.Map(default(Accumulate), weights.InputBias.Gradient, sums, sums);
        if (!TCell.HasRecurrentWeight) return;
        Tensor<T> joinedSums = sums.SliceColumns(0, joined);
        tape.Backend.Map(default(Accumulate), weights.RecurrentBias.Gradient.SliceColumns(0, joined), joinedSums, joinedSums);
    }
}
