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
    private readonly Direction _forward;
    private readonly Direction? _reverse;

    private RecurrentLayer(Variable<T> x, Direction forward, Direction? reverse) => (_x, _forward, _reverse) = (x, forward, reverse);

    /// <summary>
    /// The hidden states of all tokens, <c>[N, directions · H]</c>, forward direction first. Where neither the input nor a parameter has a gradient, they have
    /// none either, so that frozen layers run no loop backward.
    /// </summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">The input, <c>[N, inputs]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="window">The window of truncated BPTT: the state's gradient is cut after this many steps; 0 for no truncation.</param>
    /// <param name="noise">The random masks on the state.</param>
    /// <param name="trace">Receives the last memory of each sequence.</param>
    public static Variable<T> Apply(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise = default, MemoryTrace<T>? trace = null)
    {
        int width = weights.Forward.OutputWidth(weights.Forward.Input.Rows / TCell.Gates);
        bool learns = x.HasGradient || weights.HasGradient;
        Variable<T> y = NewVariable(tape, x.Rows, weights.Directions * width, learns);
        Direction forward = Prepare(tape, x, steps, weights.Forward, y.SliceColumns(0, width), reverse: false, window, noise);
        Direction? reverse = weights.Reverse is { } reverseWeights
            ? Prepare(tape, x, steps, reverseWeights, y.SliceColumns(width, width), reverse: true, window, noise)
            : null;
        if (reverse is { } other) tape.Backend.RunForward<TCell>([forward.Pass, other.Pass]);
        else tape.Backend.RunForward<TCell>([forward.Pass]);

        trace?.Clear();
        if (trace is not null && TCell.HasMemory)
        {
            forward = forward with { MemoryAtEnd = MemoryAtEnd(tape, forward.Pass, learns) };
            trace.ForwardEnd = forward.MemoryAtEnd;
            if (reverse is { } joining)
            {
                reverse = joining with { MemoryAtEnd = MemoryAtEnd(tape, joining.Pass, learns) };
                trace.ReverseEnd = reverse.Value.MemoryAtEnd;
            }
        }

        if (learns) tape.Record(new RecurrentLayer<T, TCell>(x, forward, reverse));
        return y;
    }

    /// <summary>Runs the loop over time backward, then dx += dG W, dW += dGᵀ x, dU += dGᵀ h', db += Σ dG, dP += dhᵀ m.</summary>
    public void Backward(Tape<T> tape)
    {
        RecurrentPass<T> forward = PrepareBackward(tape, _forward);
        if (_reverse is { } direction)
        {
            RecurrentPass<T> reverse = PrepareBackward(tape, direction);
            tape.Backend.RunBackward<TCell>([forward, reverse]);
            AddGradients(tape, _x, direction, reverse);
        }
        else
        {
            tape.Backend.RunBackward<TCell>([forward]);
        }

        AddGradients(tape, _x, _forward, forward);
    }

    private static Direction Prepare(
        Tape<T> tape, Variable<T> x, PackedSteps steps, CellWeights<T> weights, Variable<T> hiddenState, bool reverse, int window, StateNoise noise)
    {
        int hidden = weights.Input.Rows / TCell.Gates, width = hiddenState.Columns;
        int joined = RecurrentGates.AddedToInput<TCell>() * hidden;
        CellState<T> initial = weights.StartOf(tape, steps.Sequences);
        Tensor<T> gates = tape.NewTensor(x.Rows, weights.Input.Rows);
        if (weights.InputGain.Rows > 0) NormalizeInput(tape, x, weights, joined, gates);
        else MultiplyInput(tape, x, weights, joined, gates);
        Tensor<T> recurrentTerm = default, mask = default;
        if (TCell.HasSeparateRecurrentTerm)
        {
            recurrentTerm = tape.NewTensor(x.Rows, hidden);
            tape.Backend.BroadcastRow(weights.RecurrentBias.Value.SliceColumns(joined, hidden), default, recurrentTerm);
        }

        if (TCell.HasRecurrentWeight) mask = noise.HiddenMask(tape, steps, width, reverse).Value;
        var pass = new RecurrentPass<T>
        {
            Steps = steps,
            Reverse = reverse,
            Window = window,
            RecurrentWeight = weights.Recurrent.Value,
            HiddenMask = mask,
            Norm = NormOf(tape, weights, x.Rows),
            HiddenZoneout = ZoneoutOf(tape, noise.HiddenUpdates(tape, steps, width, reverse)),
            MemoryZoneout = TCell.HasMemory ? ZoneoutOf(tape, noise.MemoryUpdates(tape, steps, hidden, reverse)) : default,
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
            PreviousHidden = mask.IsEmpty ? default : tape.NewTensor(x.Rows, width),
        };
        return new Direction(weights, pass);
    }

    /// <summary>W x + b for all tokens, plus b' for gates without a separate recurrent term.</summary>
    private static void MultiplyInput(Tape<T> tape, Variable<T> x, CellWeights<T> weights, int joined, Tensor<T> gates)
    {
        Tensor<T> bias = weights.InputBias.Value;
        Tensor<T> second = TCell.HasRecurrentWeight ? weights.RecurrentBias.Value.SliceColumns(0, joined) : default;
        tape.Backend.BroadcastRow(bias.SliceColumns(0, joined), second, gates.SliceColumns(0, joined));
        int separate = gates.Columns - joined;
        if (separate > 0) tape.Backend.BroadcastRow(bias.SliceColumns(joined, separate), default, gates.SliceColumns(joined, separate));
        tape.Backend.Product(x.Value, MatrixOperand<T>.Transpose(weights.Input.Value), gates, accumulate: true);
    }

    /// <summary>
    /// LN(W x) + b for all tokens, plus the same b', by operations of the tape, whose backward passes run after the loop's. The loop leaves the gradient in the
    /// place of the value.
    /// </summary>
    private static void NormalizeInput(Tape<T> tape, Variable<T> x, CellWeights<T> weights, int joined, Tensor<T> gates)
    {
        Variable<T> bias = weights.InputBias;
        if (TCell.HasRecurrentWeight)
        {
            Variable<T> sum = tape.NewVariable(1, bias.Columns);
            int separate = bias.Columns - joined;
            Copy<T>.Apply(
                tape, tape.Add(bias.SliceColumns(0, joined), weights.RecurrentBias.SliceColumns(0, joined)), sum.SliceColumns(0, joined));
            if (separate > 0) Copy<T>.Apply(tape, bias.SliceColumns(joined, separate), sum.SliceColumns(joined, separate));
            bias = sum;
        }

        LayerNorm<T>.Apply(tape, tape.Product(x, weights.Input), weights.InputGain, bias, new Variable<T>(gates, gates));
    }

    private static Variable<T> NewVariable(Tape<T> tape, int rows, int columns, bool learns) =>
        learns ? tape.NewVariable(rows, columns) : Variable<T>.Constant(tape.NewTensor(rows, columns));

    private static ProductNorm<T> NormOf(Tape<T> tape, CellWeights<T> weights, int tokens)
    {
        Tensor<T> gain = weights.RecurrentGain.Value;
        if (gain.IsEmpty) return default;
        return new ProductNorm<T>(gain, tape.NewTensor(tokens, gain.Columns), tape.NewTensor(tokens, TCell.ResetsBefore ? 2 : 1), Gradient: default);
    }

    private static ZoneoutRows<T> ZoneoutOf(Tape<T> tape, Variable<T> updates) =>
        updates.Rows == 0 ? default : new ZoneoutRows<T>(updates.Value, tape.NewTensor(updates.Rows, updates.Columns), default);

    private static double LimitOf(double limit) => limit > 0 ? limit : double.PositiveInfinity;

    /// <summary>The memory of the last visited row of each sequence, <c>[B, H]</c>.</summary>
    private static Variable<T> MemoryAtEnd(Tape<T> tape, in RecurrentPass<T> pass, bool learns)
    {
        int sequences = pass.Steps.Sequences;
        Variable<T> end = NewVariable(tape, sequences, pass.Memory.Columns, learns);
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
    private static RecurrentPass<T> PrepareBackward(Tape<T> tape, Direction direction)
    {
        RecurrentPass<T> pass = direction.Pass;
        Variable<T> end = direction.MemoryAtEnd;
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
            Norm = pass.Norm with { Gradient = SameAs(tape, pass.Norm.Values) },
            HiddenZoneout = pass.HiddenZoneout with { Gradients = SameAs(tape, pass.HiddenZoneout.Candidates) },
            MemoryZoneout = pass.MemoryZoneout with { Gradients = SameAs(tape, pass.MemoryZoneout.Candidates) },
            MaskedGradient = SameAs(tape, pass.HiddenMask),
            PreviousHidden = pass.HiddenMask.IsEmpty ? tape.NewTensor(pass.Gates.Rows, width) : pass.PreviousHidden,
            ProjectedGradient = TCell.HasProjection ? tape.NewTensor(pass.Gates.Rows, width) : default,
            OutputGradient = TCell.HasProjection ? tape.NewTensor(pass.Steps.Sequences, hidden) : default,
            PreviousMemory = TCell.HasPeepholes || TCell.HasMemoryProducts ? tape.NewTensor(pass.Gates.Rows, hidden) : default,
            MemoryGradient = memoryGradient,
        };
    }

    /// <summary>Memory of the same shape, or none.</summary>
    private static Tensor<T> SameAs(Tape<T> tape, Tensor<T> tensor) => tensor.IsEmpty ? default : tape.NewTensor(tensor.Rows, tensor.Columns);

    private static void AddGradients(Tape<T> tape, Variable<T> x, in Direction direction, in RecurrentPass<T> pass)
    {
        Backend<T> backend = tape.Backend;
        CellWeights<T> weights = direction.Weights;
        if (TCell.HasMemory && pass.Initial.Memory.HasGradient)
            backend.Map(default(Accumulate), pass.Initial.Memory.Gradient, pass.MemoryGradient, pass.MemoryGradient);
        bool isNormalized = weights.InputGain.Rows > 0;
        if (x.HasGradient && !isNormalized) backend.Product(pass.Gates, weights.Input.Value, x.Gradient, accumulate: true);
        if (!isNormalized)
        {
            if (weights.Input.HasGradient)
                backend.Product(MatrixOperand<T>.Transpose(pass.Gates), x.Value, weights.Input.Gradient, accumulate: true);
            if (weights.InputBias.HasGradient || weights.RecurrentBias.HasGradient) AddBiasGradients(tape, weights, pass);
        }

        if (TCell.HasPeepholes && weights.Peephole.HasGradient) AddPeepholeGradients(tape, weights.Peephole.Gradient, pass);
        if (TCell.HasMemoryProducts && weights.Peephole.HasGradient) AddMemoryGradients(backend, weights.Peephole.Gradient, pass);
        if (TCell.HasProjection && weights.Projection.HasGradient)
            backend.Product(MatrixOperand<T>.Transpose(pass.ProjectedGradient), pass.Output, weights.Projection.Gradient, accumulate: true);
        if (!TCell.HasRecurrentWeight) return;
        if (weights.Recurrent.HasGradient) AddRecurrentGradients(backend, weights.Recurrent.Gradient, pass);
        int hidden = Units(pass), ofHidden = RecurrentGates.OfHidden<TCell>() * hidden;
        if (TCell.HasSeparateRecurrentTerm && weights.RecurrentBias.HasGradient)
            backend.AddColumnSums(pass.RecurrentTerm, weights.RecurrentBias.Gradient.SliceColumns(ofHidden, hidden));
        if (weights.RecurrentGain.HasGradient) AddGainGradients(backend, weights.RecurrentGain.Gradient, pass);
    }

    /// <summary>dU += dGᵀ h'; where the product U h' is normalised, its gradient takes the place of dG.</summary>
    private static void AddRecurrentGradients(Backend<T> backend, Tensor<T> gradient, in RecurrentPass<T> pass)
    {
        int hidden = Units(pass), ofHidden = RecurrentGates.OfHidden<TCell>() * hidden;
        bool isNormalized = !pass.Norm.Gain.IsEmpty;
        Tensor<T> products = isNormalized ? pass.Norm.Gradient : pass.Gates;
        AddProductGradient(backend, products.SliceColumns(0, ofHidden), pass.PreviousHidden, gradient.SliceRows(0, ofHidden));
        if (TCell.ResetsBefore)
            AddProductGradient(backend, products.SliceColumns(ofHidden, hidden), pass.Reset, gradient.SliceRows(ofHidden, hidden));
        if (!TCell.HasSeparateRecurrentTerm) return;
        Tensor<T> term = isNormalized ? products.SliceColumns(ofHidden, hidden) : pass.RecurrentTerm;
        AddProductGradient(backend, term, pass.PreviousHidden, gradient.SliceRows(ofHidden, hidden));
    }

    /// <summary>dg += Σ dG ⊙ x̂, where x̂ is the normalised product U h'.</summary>
    private static void AddGainGradients(Backend<T> backend, Tensor<T> gain, in RecurrentPass<T> pass)
    {
        int hidden = Units(pass), joined = RecurrentGates.AddedToInput<TCell>() * hidden;

        // The products replace x̂, which is not read again.
        Tensor<T> values = pass.Norm.Values.SliceColumns(0, joined);
        backend.AddColumnSums(pass.Gates.SliceColumns(0, joined), values, values, gain.SliceColumns(0, joined));
        if (!TCell.HasSeparateRecurrentTerm) return;
        Tensor<T> ofTerm = pass.Norm.Values.SliceColumns(joined, hidden);
        backend.AddColumnSums(pass.RecurrentTerm, ofTerm, ofTerm, gain.SliceColumns(joined, hidden));
    }

    private static void AddProductGradient(Backend<T> backend, Tensor<T> product, Tensor<T> left, Tensor<T> gradient) =>
        backend.Product(MatrixOperand<T>.Transpose(product), left, gradient, accumulate: true);

    /// <summary>dP_i += dG_iᵀ c', dP_f += dG_fᵀ c', dP_o += dG_oᵀ c.</summary>
    private static void AddMemoryGradients(Backend<T> backend, Tensor<T> gradient, in RecurrentPass<T> pass)
    {
        int hidden = Units(pass);
        AddProductGradient(backend, pass.Gates.SliceColumns(0, 2 * hidden), pass.PreviousMemory, gradient.SliceRows(0, 2 * hidden));
        AddProductGradient(backend, pass.Gates.SliceColumns(3 * hidden, hidden), pass.CandidateMemory, gradient.SliceRows(2 * hidden, hidden));
    }

    /// <summary>dp_i += Σ dG_i ⊙ c', dp_f += Σ dG_f ⊙ c', dp_o += Σ dG_o ⊙ c, over all tokens.</summary>
    private static void AddPeepholeGradients(Tape<T> tape, Tensor<T> gradient, in RecurrentPass<T> pass)
    {
        Tensor<T> product = tape.NewTensor(pass.Hidden.Rows, pass.Hidden.Columns);
        tape.Backend.AddColumnSums(Gate(pass, 0), pass.PreviousMemory, product, gradient.SliceRows(0, 1));
        tape.Backend.AddColumnSums(Gate(pass, 1), pass.PreviousMemory, product, gradient.SliceRows(1, 1));
        tape.Backend.AddColumnSums(Gate(pass, 3), pass.CandidateMemory, product, gradient.SliceRows(2, 1));
    }

    /// <summary>H.</summary>
    private static int Units(in RecurrentPass<T> pass) => pass.Gates.Columns / TCell.Gates;

    private static Tensor<T> Gate(in RecurrentPass<T> pass, int gate) => pass.Gates.SliceColumns(gate * pass.Hidden.Columns, pass.Hidden.Columns);

    /// <summary>The two biases of a gate without a separate recurrent term have the same gradient, so that its sum over all tokens is computed once.</summary>
    private static void AddBiasGradients(Tape<T> tape, CellWeights<T> weights, in RecurrentPass<T> pass)
    {
        int joined = RecurrentGates.AddedToInput<TCell>() * Units(pass);
        Tensor<T> sums = tape.NewTensor(1, pass.Gates.Columns);
        tape.Backend.Clear(sums);
        tape.Backend.AddColumnSums(pass.Gates, sums);
        if (weights.InputBias.HasGradient) tape.Backend.Map(default(Accumulate), weights.InputBias.Gradient, sums, sums);
        if (!TCell.HasRecurrentWeight || !weights.RecurrentBias.HasGradient) return;
        Tensor<T> joinedSums = sums.SliceColumns(0, joined);
        tape.Backend.Map(default(Accumulate), weights.RecurrentBias.Gradient.SliceColumns(0, joined), joinedSums, joinedSums);
    }

    /// <summary>One direction of the layer.</summary>
    /// <param name="Weights">Its parameters.</param>
    /// <param name="Pass">Its loop over time.</param>
    private readonly record struct Direction(CellWeights<T> Weights, RecurrentPass<T> Pass)
    {
        /// <summary>The last memory of each sequence, if a trace asked for it.</summary>
        public Variable<T> MemoryAtEnd { get; init; }
    }
}
