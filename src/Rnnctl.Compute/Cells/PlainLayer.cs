using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// A recurrent layer that runs its cell step by step. It is the specification against which fused layers are tested, and it runs cells without a fused form.
/// Its arguments and result are those of <see cref="RecurrentLayer{T, TCell}"/>.
/// </summary>
public static class PlainLayer
{
    /// <summary>The hidden states of all tokens, <c>[N, directions · width]</c>, width being H or that of a projection, forward direction first.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">The input, <c>[N, inputs]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="window">The window of truncated BPTT: the state's gradient is cut after this many steps; 0 for no truncation.</param>
    /// <param name="noise">The random masks on the state.</param>
    /// <param name="trace">Receives the memory.</param>
    public static Variable<T> Apply<T, TCell>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise = default, MemoryTrace<T>? trace = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCell : struct, ICell
    {
        int hidden = weights.Forward.Input.Rows / TCell.Gates;
        int width = weights.Forward.OutputWidth(hidden);
        Variable<T> y = tape.NewVariable(x.Rows, weights.Directions * width);
        trace?.Clear();
        Walk<T, TCell>(tape, x, steps, weights.Forward, y.SliceColumns(0, width), reverse: false, window, noise, trace);
        if (weights.Reverse is { } reverse) Walk<T, TCell>(tape, x, steps, reverse, y.SliceColumns(width, width), reverse: true, window, noise, trace);
        return y;
    }

    private static void Walk<T, TCell>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, CellWeights<T> weights, Variable<T> y, bool reverse, int window, StateNoise noise,
        MemoryTrace<T>? trace)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCell : struct, ICell
    {
        int memoryWidth = TCell.MemoryWidth(weights, weights.Input.Rows / TCell.Gates);
        CellState<T> updates = new(noise.HiddenUpdates(tape, steps, y.Columns, reverse), default);
        if (TCell.HasMemory) updates = updates with { Memory = noise.MemoryUpdates(tape, steps, memoryWidth, reverse) };
        ValueTrace<T>? values = trace?.Values;
        values?.Begin(x.Rows, reverse);
        CellWeights<T> masked = weights with { HiddenMask = noise.HiddenMask(tape, steps, weights.Recurrent.Columns, reverse), Trace = values };
        Variable<T> input = TCell.FromInput(tape, x, weights);
        CellState<T> start = weights.StartOf(tape, steps.Sequences);
        var state = new CellState<T>(tape.NewZeros(0, y.Columns), tape.NewZeros(0, memoryWidth));
        for (int visit = 0; visit < steps.Steps; visit++)
        {
            int step = reverse ? steps.Steps - 1 - visit : visit;
            int first = steps.Offset(step), alive = steps.Alive(step);
            int boundary = reverse ? step + 1 : step;
            if (window > 0 && boundary % window == 0) state = WithoutGradient(state);
            state = new CellState<T>(Resize(tape, state.Hidden, start.Hidden, alive), Resize(tape, state.Memory, start.Memory, alive));
            values?.Visit(first);
            CellState<T> next = TCell.Step(tape, input.SliceRows(first, alive), state, masked);
            state = new CellState<T>(
                Update(tape, state.Hidden, next.Hidden, updates.Hidden, first), Update(tape, state.Memory, next.Memory, updates.Memory, first));

            // The next step reads h from y, so that y's gradient also holds the gradient through time, as in a fused layer.
            Variable<T> hidden = y.SliceRows(first, alive);
            Copy<T>.Apply(tape, state.Hidden, hidden);
            state = TCell.Remember(tape, state with { Hidden = hidden }, weights);
            if (TCell.HasMemory) values?.Add(tape, ("c", state.Memory));
            values?.Add(tape, ("h", hidden));
            if (TCell.RemembersOutput) values?.Add(tape, ("y", state.Memory));
            if (trace is not null && (TCell.HasMemory || TCell.RemembersOutput)) Keep(tape, trace, state.Memory, steps, step, reverse);
        }
    }

    /// <summary>
    /// Saves the memory of a step. In forward direction, sequences that are not alive at the next step end here; in reverse, all sequences end at the first
    /// step.
    /// </summary>
    private static void Keep<T>(Tape<T> tape, MemoryTrace<T> trace, Variable<T> memory, PackedSteps steps, int step, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (reverse)
        {
            trace.ReverseEnd = memory;
            return;
        }

        trace.Steps.Add(memory);
        int alive = steps.Alive(step), goingOn = step + 1 < steps.Steps ? steps.Alive(step + 1) : 0;
        if (step == 0) trace.ForwardEnd = goingOn == 0 ? memory : tape.NewVariable(steps.Sequences, memory.Columns);
        if (goingOn == alive || (step == 0 && goingOn == 0)) return;
        Copy<T>.Apply(tape, memory.SliceRows(goingOn, alive - goingOn), trace.ForwardEnd.SliceRows(goingOn, alive - goingOn));
    }

    /// <summary>With zoneout h' + s ⊙ (h~ - h'), with the rows of s from <paramref name="first"/> on; without it h~.</summary>
    private static Variable<T> Update<T>(Tape<T> tape, Variable<T> previous, Variable<T> next, Variable<T> updates, int first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (updates.Rows == 0) return next;
        return tape.Add(previous, tape.Multiply(updates.SliceRows(first, next.Rows), tape.Subtract(next, previous)));
    }

    private static CellState<T> WithoutGradient<T>(CellState<T> state)
        where T : unmanaged => new(Variable<T>.Constant(state.Hidden.Value), Variable<T>.Constant(state.Memory.Value));

    /// <summary>
    /// At the first step visited, the sequences take their initial state. In forward direction, sequences end later and their state is dropped; in reverse,
    /// sequences join later with their initial state, or zeros if there is none.
    /// </summary>
    private static Variable<T> Resize<T>(Tape<T> tape, Variable<T> state, Variable<T> start, int alive)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (alive <= state.Rows) return state.SliceRows(0, alive);
        if (state.Rows == 0 && start.Rows > 0) return start.SliceRows(0, alive);
        Variable<T> resized = tape.NewVariable(alive, state.Columns), joining = resized.SliceRows(state.Rows, alive - state.Rows);
        if (start.Rows > 0) Copy<T>.Apply(tape, start.SliceRows(state.Rows, joining.Rows), joining);
        else tape.Backend.Clear(joining.Value);
        if (state.Rows > 0) Copy<T>.Apply(tape, state, resized.SliceRows(0, state.Rows));
        return resized;
    }
}
