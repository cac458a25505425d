using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The parameters of one direction of a recurrent layer, with PyTorch's shapes and gate order (G gates, H hidden units, I inputs). A parameter that the cell
/// lacks is empty.
/// </summary>
/// <param name="Input">W, <c>[G H, I]</c>: <c>weight_ih</c>.</param>
/// <param name="Recurrent">U, <c>[G H, H]</c>; <c>[G H, R]</c> of a cell that projects its hidden state to R numbers: <c>weight_hh</c>.</param>
/// <param name="InputBias">b, <c>[1, G H]</c>: <c>bias_ih</c>.</param>
/// <param name="RecurrentBias">b', <c>[1, G H]</c>: <c>bias_hh</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct CellWeights<T>(Variable<T> Input, Variable<T> Recurrent, Variable<T> InputBias, Variable<T> RecurrentBias)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The peephole weights: diagonals p, <c>[gates, H]</c>, or matrices P, <c>[gates H, H]</c>: <c>weight_ch</c>.</summary>
    public Variable<T> Peephole { get; init; }

    /// <summary>V, <c>[Y, H]</c>, the output weight of a Jordan network: <c>weight_ho</c>, or a part of <c>output.weight</c>.</summary>
    public Variable<T> Output { get; init; }

    /// <summary>c, <c>[1, Y]</c>, the output bias of a Jordan network: <c>bias_ho</c>, or <c>output.bias</c>.</summary>
    public Variable<T> OutputBias { get; init; }

    /// <summary>P, <c>[R, H]</c>, the projection of an LSTM's output to its hidden state: <c>weight_hr</c>.</summary>
    public Variable<T> Projection { get; init; }

    /// <summary>The largest magnitude of a unit of the memory c, to which an LSTM clips it; 0 for no limit.</summary>
    internal double MemoryLimit { get; init; }

    /// <summary>The largest magnitude of a unit of the projected hidden state, to which an LSTM clips it; 0 for no limit.</summary>
    internal double HiddenLimit { get; init; }

    /// <summary>The gain of layer normalisation over W x, <c>[1, G H]</c>; empty if the layer is not normalised.</summary>
    public Variable<T> InputGain { get; init; }

    /// <summary>The gain of layer normalisation over U h', <c>[1, G H]</c>; empty if the layer is not normalised.</summary>
    public Variable<T> RecurrentGain { get; init; }

    /// <summary>
    /// The initial state h_0 and c_0: either <c>[1, H]</c>, learned and shared by all sequences, or <c>[B, H]</c>, one per sequence, in the packed batch's
    /// order (a decoder takes it from its encoder). h_0 of a cell that projects has R columns. Empty for zeros.
    /// </summary>
    public CellState<T> Initial { get; init; }

    /// <summary>The mask that multiplies h' of each sequence before the recurrent product, <c>[B, H]</c>; empty without recurrent dropout.</summary>
    internal Variable<T> HiddenMask { get; init; }

    /// <summary>Receives the values that a step's equations name, such as its gates; null if nobody traces the layer.</summary>
    internal ValueTrace<T>? Trace { get; init; }

    /// <summary>Whether a parameter or the initial state has a gradient; otherwise nothing of the layer learns.</summary>
    internal bool HasGradient => Input.HasGradient || Recurrent.HasGradient || InputBias.HasGradient || RecurrentBias.HasGradient || Peephole.HasGradient
        || Output.HasGradient || OutputBias.HasGradient || Projection.HasGradient || InputGain.HasGradient || RecurrentGain.HasGradient
        || Initial.Hidden.HasGradient || Initial.Memory.HasGradient;

    /// <summary>
    /// Promises a backend that W, U and both kinds of P do not change, so that a layer that runs one step at a time prepares them once (see
    /// <see cref="Backend{T}.Keep"/>).
    /// </summary>
    public void KeepOn(Backend<T> backend)
    {
        backend.Keep(MatrixOperand<T>.Transpose(Input.Value));
        if (Recurrent.Rows > 0) backend.Keep(MatrixOperand<T>.Transpose(Recurrent.Value));
        if (Projection.Rows > 0) backend.Keep(MatrixOperand<T>.Transpose(Projection.Value));
        if (Peephole.Rows > 0) backend.Keep(MatrixOperand<T>.Transpose(Peephole.Value));
    }

    /// <summary>W x + b, <c>[rows, G H]</c>; with layer normalisation LN(W x) + b (Ba et al. 2016, equation 20).</summary>
    public Variable<T> FromInput(Tape<T> tape, Variable<T> x) => Sum(tape, x, Input, InputGain, InputBias);

    /// <summary>U h' + b', <c>[alive, G H]</c>, with h' masked; with layer normalisation LN(U h') + b'.</summary>
    public Variable<T> FromHidden(Tape<T> tape, Variable<T> hidden) => FromHidden(tape, hidden, first: 0, Recurrent.Rows);

    /// <summary>U h' + b' of some gates, <c>[alive, rows]</c>. Layer normalisation is over these gates only.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="hidden">h', <c>[alive, H]</c>.</param>
    /// <param name="first">The first row of U of these gates.</param>
    /// <param name="rows">The number of rows of these gates.</param>
    public Variable<T> FromHidden(Tape<T> tape, Variable<T> hidden, int first, int rows)
    {
        Variable<T> masked = HiddenMask.Rows == 0 ? hidden : tape.Multiply(hidden, HiddenMask.SliceRows(0, hidden.Rows));
        Variable<T> gain = RecurrentGain.Rows == 0 ? default : RecurrentGain.SliceColumns(first, rows);
        return Sum(tape, masked, Recurrent.SliceRows(first, rows), gain, RecurrentBias.SliceColumns(first, rows));
    }

    /// <summary>The width of the hidden state: R of a cell that projects it, else H.</summary>
    /// <param name="hidden">H, the number of hidden units.</param>
    internal int OutputWidth(int hidden) => Projection.Rows > 0 ? Projection.Rows : hidden;

    /// <summary>The initial state of each sequence, <c>[B, H]</c>, or empty for zeros.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="sequences">B, the number of sequences.</param>
    /// <exception cref="ArgumentException">The initial state has a different number of sequences.</exception>
    internal CellState<T> StartOf(Tape<T> tape, int sequences) => new(Start(tape, Initial.Hidden, sequences), Start(tape, Initial.Memory, sequences));

    /// <summary>Collects the weights of a cell's parameters.</summary>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="weight">Returns the weight of a parameter.</param>
    public static CellWeights<T> Of(IEnumerable<CellParameter> parameters, Func<CellParameter, Variable<T>> weight)
    {
        var weights = new CellWeights<T>();
        foreach (CellParameter parameter in parameters)
        {
            Variable<T> value = weight(parameter);
            weights = parameter.Kind switch
            {
                CellParameterKind.InputWeight => weights with { Input = value },
                CellParameterKind.RecurrentWeight => weights with { Recurrent = value },
                CellParameterKind.InputBias => weights with { InputBias = value },
                CellParameterKind.RecurrentBias => weights with { RecurrentBias = value },
                CellParameterKind.InputGain => weights with { InputGain = value },
                CellParameterKind.RecurrentGain => weights with { RecurrentGain = value },
                CellParameterKind.InitialHidden => weights with { Initial = weights.Initial with { Hidden = value } },
                CellParameterKind.InitialMemory => weights with { Initial = weights.Initial with { Memory = value } },
                CellParameterKind.OutputWeight => weights with { Output = value },
                CellParameterKind.OutputBias => weights with { OutputBias = value },
                CellParameterKind.ProjectionWeight => weights with { Projection = value },
                _ => weights with { Peephole = value },
            };
        }

        return weights;
    }

    private static Variable<T> Sum(Tape<T> tape, Variable<T> x, Variable<T> weight, Variable<T> gain, Variable<T> bias) =>
        gain.Rows == 0 ? tape.Linear(x, weight, bias) : tape.LayerNorm(tape.Product(x, weight), gain, bias);

    private static Variable<T> Start(Tape<T> tape, Variable<T> initial, int sequences)
    {
        if (initial.Rows == 0 || initial.Rows == sequences) return initial;
        if (initial.Rows > 1) throw new ArgumentException($"initial state {initial.Value.Shape} does not fit {sequences} sequences", nameof(initial));
        return tape.Repeat(initial, sequences);
    }
}
