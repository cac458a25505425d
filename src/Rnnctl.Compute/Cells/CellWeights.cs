using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The parameters of one direction of a recurrent layer, with PyTorch's shapes and order of gates (G gates, H hidden units, I inputs). A cell that does
/// not have one of them leaves it empty.
/// </summary>
/// <param name="Input">W, <c>[G H, I]</c>: <c>weight_ih</c>.</param>
/// <param name="Recurrent">U, <c>[G H, H]</c>: <c>weight_hh</c>.</param>
/// <param name="InputBias">b, <c>[1, G H]</c>: <c>bias_ih</c>.</param>
/// <param name="RecurrentBias">b', <c>[1, G H]</c>: <c>bias_hh</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct CellWeights<T>(Variable<T> Input, Variable<T> Recurrent, Variable<T> InputBias, Variable<T> RecurrentBias)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>p, <c>[gates, H]</c>, the diagonals by which gates see the memory, or P, <c>[gates H, H]</c>, the matrices: <c>weight_ch</c>.</summary>
    public Variable<T> Peephole { get; init; }

    /// <summary>V, <c>[Y, H]</c>, which makes the output of a network that remembers it: <c>weight_ho</c>, or a part of <c>output.weight</c>.</summary>
    public Variable<T> Output { get; init; }

    /// <summary>c, <c>[1, Y]</c>, its bias: <c>bias_ho</c>, or <c>output.bias</c>.</summary>
    public Variable<T> OutputBias { get; init; }

    /// <summary>The gain of layer normalisation over W x, <c>[1, G H]</c>; empty without it.</summary>
    public Variable<T> InputGain { get; init; }

    /// <summary>The gain of layer normalisation over U h', <c>[1, G H]</c>; empty without it.</summary>
    public Variable<T> RecurrentGain { get; init; }

    /// <summary>
    /// What the layer starts from: h_0 and c_0, each <c>[1, H]</c>, one that all sequences share and learn together, or <c>[B, H]</c>, a sequence's own, in
    /// the packed batch's order (a decoder's, made of its encoder's states). Empty for zeros.
    /// </summary>
    public CellState<T> Initial { get; init; }

    /// <summary>What h' of each sequence is multiplied with before the recurrent product, <c>[B, H]</c>; empty where nothing is dropped.</summary>
    internal Variable<T> HiddenMask { get; init; }

    /// <summary>Promises a backend that W and U stay as they are, so that a layer which runs a step at a time prepares them once (see
    /// <see cref="Backend{T}.Keep"/>).</summary>
    public void KeepOn(Backend<T> backend)
    {
        backend.Keep(MatrixOperand<T>.Transpose(Input.Value));
        if (Recurrent.Rows > 0) backend.Keep(MatrixOperand<T>.Transpose(Recurrent.Value));
    }

    /// <summary>W x + b, <c>[rows, G H]</c>; under layer normalisation LN(W x) + b (Ba et al. 2016, equation 20).</summary>
    public Variable<T> FromInput(Tape<T> tape, Variable<T> x) => Sum(tape, x, Input, InputGain, InputBias);

    /// <summary>U h' + b', <c>[alive, G H]</c>, with h' under its mask; under layer normalisation LN(U h') + b'.</summary>
    public Variable<T> FromHidden(Tape<T> tape, Variable<T> hidden) => FromHidden(tape, hidden, first: 0, Recurrent.Rows);

    /// <summary>The same of some gates alone, <c>[alive, rows]</c>, whose sum is then normalised by itself.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="hidden">h', <c>[alive, H]</c>.</param>
    /// <param name="first">The first row of U that belongs to them.</param>
    /// <param name="rows">How many rows there are.</param>
    public Variable<T> FromHidden(Tape<T> tape, Variable<T> hidden, int first, int rows)
    {
        Variable<T> masked = HiddenMask.Rows == 0 ? hidden : tape.Multiply(hidden, HiddenMask.SliceRows(0, hidden.Rows));
        Variable<T> gain = RecurrentGain.Rows == 0 ? default : RecurrentGain.SliceColumns(first, rows);
        return Sum(tape, masked, Recurrent.SliceRows(first, rows), gain, RecurrentBias.SliceColumns(first, rows));
    }

    /// <summary>What each sequence starts from, <c>[B, H]</c>, or empty for zeros.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="sequences">B, how many sequences there are.</param>
    /// <exception cref="ArgumentException">The initial state is that of another number of sequences.</exception>
    internal CellState<T> StartOf(Tape<T> tape, int sequences) => new(Start(tape, Initial.Hidden, sequences), Start(tape, Initial.Memory, sequences));

    /// <summary>The weights that belong to a cell's parameters.</summary>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="weight">Gives a parameter's weight.</param>
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
