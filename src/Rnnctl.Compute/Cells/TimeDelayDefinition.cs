using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// A layer of a time-delay neural network (Waibel et al. 1989), the fixed window that recurrence replaced. It has no state: it reads the current input and D
/// earlier ones, d steps apart (the dilation; default 1). In reverse it reads D later inputs.
/// <code>
/// y_t = tanh(Σ_k W_k x_(t-dk) + b), k = 0..D
/// </code>
/// </summary>
internal sealed class TimeDelayDefinition(CellConfiguration configuration) : CellDefinition(configuration)
{
    /// <inheritdoc />
    public override bool HasRecurrentWeight => false;

    /// <inheritdoc />
    public override bool IsRecurrent => false;

    private int Delays => Options.Window!.Value;

    private int Dilation => Options.Dilation!.Value;

    /// <summary>W_0 to W_D side by side, <c>[H, (D + 1) I]</c>, and b.</summary>
    public override IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.OfInput(Gates, (Delays + 1) * inputs, hidden);

    /// <inheritdoc />
    public override Variable<T> RunPlain<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise, MemoryTrace<T>? trace)
    {
        int hidden = weights.Forward.Input.Rows;
        trace?.Clear();
        if (weights.Reverse is not { } reverse) return RunDirection(tape, x, steps, weights.Forward, reverse: false, trace);
        Variable<T> y = tape.NewVariable(x.Rows, 2 * hidden);
        Copy<T>.Apply(tape, RunDirection(tape, x, steps, weights.Forward, reverse: false, trace), y.SliceColumns(0, hidden));
        Copy<T>.Apply(tape, RunDirection(tape, x, steps, reverse, reverse: true, trace), y.SliceColumns(hidden, hidden));
        return y;
    }

    private Variable<T> RunDirection<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, CellWeights<T> weights, bool reverse, MemoryTrace<T>? trace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> inputs = SequenceWindows.Apply(tape, x, steps, Delays + 1, first: 0, reverse ? Dilation : -Dilation);
        Variable<T> y = tape.Tanh(weights.FromInput(tape, inputs));
        trace?.Values?.Begin(x.Rows, reverse);
        trace?.Values?.Add(tape, ("y", y));
        return y;
    }
}
