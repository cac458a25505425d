using Rnnctl.Compute.Cells;
using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Layers;

/// <summary>
/// One time step of a cell, written out with ONNX's operators. The equations are those of <see cref="ICell.Step{T}"/> of each cell, in the same order and with
/// the same letters.
/// </summary>
/// <param name="graph">The body of the loop over time.</param>
/// <param name="cell">The cell.</param>
/// <param name="hidden">H, the number of hidden units.</param>
/// <param name="weights">The cell's parameters in this direction.</param>
internal sealed class CellStep(OnnxGraph graph, CellDefinition cell, int hidden, DirectionWeights weights)
{
    private static readonly HashSet<string> Names =
    [
        "elman", "jordan", "srn-identity", "srn-linear", "lstm", "lstm-peephole", "lstm-coupled", "gru", "gru-before", "mingru", "minlstm",
    ];

    /// <summary>Whether the equations of a cell with a state are here.</summary>
    public static bool Has(CellDefinition cell) => Names.Contains(cell.Name);

    /// <summary>W x + b of all steps, <c>[T, B, G · H]</c>; with layer normalisation LN(W x) + b.</summary>
    /// <param name="x">x, <c>[T, B, inputs]</c>.</param>
    public GraphValue FromInput(GraphValue x)
    {
        GraphValue input = cell.Name is "srn-identity" or "srn-linear" ? graph.Tanh(x) : x;
        WeightMatrix weight = weights[CellParameterKind.InputWeight], bias = weights[CellParameterKind.InputBias];
        return weights.Find(CellParameterKind.InputGain) is { } gain
            ? graph.LayerNorm(graph.Linear(input, weight), gain, bias)
            : graph.Linear(input, weight, bias);
    }

    /// <summary>The state after a step.</summary>
    /// <param name="input">W x + b, <c>[B, G · H]</c>.</param>
    /// <param name="previous">The state before it.</param>
    /// <exception cref="ArgumentException">The cell's equations are not here: see <see cref="Has"/>.</exception>
    public StepState Apply(GraphValue input, StepState previous) => cell.Name switch
    {
        "elman" => previous with { Hidden = graph.Activate(cell.Options.Activation!.Value, Sum(input, previous.Hidden)) },
        "jordan" => Jordan(input, previous),
        "srn-identity" => previous with { Hidden = graph.Add(previous.Hidden, input) },
        "srn-linear" => LinearMemory(input, previous),
        "lstm" => Lstm(input, previous),
        "lstm-peephole" => cell.Options.Peephole == PeepholeKind.Full ? FullPeepholes(input, previous) : PeepholeLstm(input, previous),
        "lstm-coupled" => CoupledLstm(input, previous),
        "gru" => Gru(input, previous),
        "gru-before" => ResetBeforeGru(input, previous),
        "mingru" => MinGru(input, previous),
        "minlstm" => MinLstm(input, previous),
        _ => throw new ArgumentException($"the equations of {cell.Name} are not here", nameof(input)),
    };

    private StepState Jordan(GraphValue input, StepState previous)
    {
        GraphValue h = graph.Tanh(Sum(input, previous.Memory));
        GraphValue a = graph.Linear(h, weights[CellParameterKind.OutputWeight], weights[CellParameterKind.OutputBias]);

        // In the top layer of a tagger the output is the distribution over the labels, and its weight is a part of the tagger's output layer.
        GraphValue y = IsTop ? graph.Softmax(a) : graph.Logistic(a);
        return new StepState(h, y);
    }

    private StepState LinearMemory(GraphValue input, StepState previous)
    {
        GraphValue c = graph.Add(previous.Memory, input);
        return new StepState(graph.Tanh(c), c);
    }

    private StepState Lstm(GraphValue input, StepState previous)
    {
        GraphValue[] a = graph.Split(Sum(input, previous.Hidden), 4, hidden);
        GraphValue i = graph.Logistic(a[0]);
        GraphValue f = graph.Logistic(a[1]);
        GraphValue g = graph.Activate(cell.Options.CellActivation!.Value, a[2]);
        GraphValue o = graph.Logistic(a[3]);
        GraphValue c = NextMemory(f, previous.Memory, i, g);
        if (cell.Options.CellClip is > 0 and { } limit) c = graph.Clip(c, limit);
        GraphValue h = graph.Multiply(o, graph.Activate(cell.Options.OutputActivation!.Value, c));
        if (weights.Find(CellParameterKind.ProjectionWeight) is not { } projection) return new StepState(h, c);
        h = graph.Linear(h, projection);
        return new StepState(cell.Options.ProjectionClip is > 0 and { } most ? graph.Clip(h, most) : h, c);
    }

    private StepState PeepholeLstm(GraphValue input, StepState previous)
    {
        GraphValue[] a = graph.Split(Sum(input, previous.Hidden), 4, hidden);
        GraphValue i = graph.Logistic(graph.Add(a[0], graph.Multiply(previous.Memory, Peephole(0))));
        GraphValue f = graph.Logistic(graph.Add(a[1], graph.Multiply(previous.Memory, Peephole(1))));
        GraphValue c = NextMemory(f, previous.Memory, i, graph.Tanh(a[2]));
        GraphValue o = graph.Logistic(graph.Add(a[3], graph.Multiply(c, Peephole(2))));
        return new StepState(graph.Multiply(o, graph.Tanh(c)), c);
    }

    private StepState FullPeepholes(GraphValue input, StepState previous)
    {
        WeightMatrix peephole = weights[CellParameterKind.PeepholeWeight];
        GraphValue[] a = graph.Split(Sum(input, previous.Hidden), 4, hidden);
        GraphValue[] before = graph.Split(graph.Linear(previous.Memory, peephole.SliceRows(0, 2 * hidden)), 2, hidden);
        GraphValue i = graph.Logistic(graph.Add(a[0], before[0]));
        GraphValue f = graph.Logistic(graph.Add(a[1], before[1]));
        GraphValue c = NextMemory(f, previous.Memory, i, graph.Tanh(a[2]));
        GraphValue o = graph.Logistic(graph.Add(a[3], graph.Linear(c, peephole.SliceRows(2 * hidden, hidden))));
        return new StepState(graph.Multiply(o, graph.Tanh(c)), c);
    }

    private StepState CoupledLstm(GraphValue input, StepState previous)
    {
        GraphValue[] a = graph.Split(Sum(input, previous.Hidden), 3, hidden);
        GraphValue f = graph.Logistic(a[0]);
        GraphValue g = graph.Tanh(a[1]);
        GraphValue o = graph.Logistic(a[2]);
        GraphValue c = graph.Add(g, graph.Multiply(f, graph.Subtract(previous.Memory, g)));
        return new StepState(graph.Multiply(o, graph.Tanh(c)), c);
    }

    private StepState Gru(GraphValue input, StepState previous)
    {
        GraphValue[] x = graph.Split(input, 3, hidden), u = graph.Split(FromHidden(previous.Hidden, 0, 3 * hidden), 3, hidden);
        GraphValue r = graph.Logistic(graph.Add(x[0], u[0]));
        GraphValue z = graph.Logistic(graph.Add(x[1], u[1]));
        GraphValue n = graph.Tanh(graph.Add(x[2], graph.Multiply(r, u[2])));
        return previous with { Hidden = Between(n, previous.Hidden, z) };
    }

    private StepState ResetBeforeGru(GraphValue input, StepState previous)
    {
        GraphValue[] x = graph.Split(input, 3, hidden), u = graph.Split(FromHidden(previous.Hidden, 0, 2 * hidden), 2, hidden);
        GraphValue r = graph.Logistic(graph.Add(x[0], u[0]));
        GraphValue z = graph.Logistic(graph.Add(x[1], u[1]));
        GraphValue n = graph.Tanh(graph.Add(x[2], FromHidden(graph.Multiply(r, previous.Hidden), 2 * hidden, hidden)));
        return previous with { Hidden = Between(n, previous.Hidden, z) };
    }

    private StepState MinGru(GraphValue input, StepState previous)
    {
        GraphValue[] a = graph.Split(input, 2, hidden);
        return previous with { Hidden = Between(previous.Hidden, a[1], graph.Logistic(a[0])) };
    }

    private StepState MinLstm(GraphValue input, StepState previous)
    {
        GraphValue[] a = graph.Split(input, 3, hidden);
        GraphValue f = graph.Logistic(a[0]);
        GraphValue i = graph.Logistic(a[1]);
        GraphValue h = graph.Divide(NextMemory(f, previous.Hidden, i, a[2]), graph.Add(f, i));
        return previous with { Hidden = h };
    }

    private bool IsTop => !cell.Parameters(inputs: 1, hidden).Any(one => one.Kind == CellParameterKind.OutputWeight);

    /// <summary>f ⊙ c' + i ⊙ g.</summary>
    private GraphValue NextMemory(GraphValue f, GraphValue memory, GraphValue i, GraphValue g) => graph.Add(graph.Multiply(f, memory), graph.Multiply(i, g));

    /// <summary>(1 - z) ⊙ a + z ⊙ b.</summary>
    private GraphValue Between(GraphValue a, GraphValue b, GraphValue z) => graph.Add(a, graph.Multiply(z, graph.Subtract(b, a)));

    /// <summary>A diagonal of the peepholes, <c>[1, H]</c>.</summary>
    private GraphValue Peephole(int gate) => graph.Matrix(weights[CellParameterKind.PeepholeWeight].SliceRows(gate, 1));

    /// <summary>W x + b + U h' + b' of all gates.</summary>
    private GraphValue Sum(GraphValue input, GraphValue previous) => graph.Add(input, FromHidden(previous, 0, cell.Gates * hidden));

    /// <summary>U h' + b' of some gates; with layer normalisation LN(U h') + b', over these gates.</summary>
    private GraphValue FromHidden(GraphValue previous, int first, int rows)
    {
        WeightMatrix weight = weights[CellParameterKind.RecurrentWeight].SliceRows(first, rows);
        WeightMatrix bias = weights[CellParameterKind.RecurrentBias].SliceColumns(first, rows);
        return weights.Find(CellParameterKind.RecurrentGain) is { } gain
            ? graph.LayerNorm(graph.Linear(previous, weight), gain.SliceColumns(first, rows), bias)
            : graph.Linear(previous, weight, bias);
    }
}
