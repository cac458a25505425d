using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Layers;
using Rnnctl.Onnx.Graphs;
using Rnnctl.Onnx.Layers;

namespace Rnnctl.Onnx.Models;

/// <summary>
/// The vectors of words that a model makes of their characters: see <see cref="CharacterEncoder{T}"/> and <see cref="CharacterConvolution{T}"/>.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="architecture">The encoder's architecture.</param>
/// <param name="weights">Returns the weights of a name.</param>
internal sealed class WordVectors(OnnxGraph graph, CharacterArchitecture architecture, Func<string, WeightMatrix> weights)
{
    /// <summary>The vectors, <c>[T, B, width]</c>.</summary>
    /// <param name="characters">The ids of the characters, <c>[B, T, C]</c>.</param>
    /// <param name="lengths">The words' numbers of characters, <c>[B, T]</c>.</param>
    public GraphValue Of(GraphValue characters, GraphValue lengths)
    {
        // A word of padding counts as one of the fewest characters that are read.
        int least = architecture.WholeWindows ? architecture.Banks.Max(bank => bank.Width) : 1;
        GraphValue ids = graph.Transpose(graph.Apply("Flatten", [characters], NodeAttribute.Of("axis", 2)), 1, 0);
        var words = BatchLengths.Of(graph, ids, graph.Reshape(lengths, -1), least);
        GraphValue embedded = graph.Embed(graph.Matrix(weights(CharacterArchitecture.Prefix + "embedding.weight")), ids);
        GraphValue vectors = architecture.Cell is null ? Convolved(embedded, words) : ReadInBothDirections(embedded, words);
        GraphValue shape = graph.Join(0, graph.SizesOf(characters, 0, 2), graph.Integers(architecture.Width));
        return graph.Transpose(graph.Apply("Reshape", [vectors, shape]), 1, 0, 2);
    }

    private GraphValue ReadInBothDirections(GraphValue embedded, BatchLengths words)
    {
        var stack = new StackArchitecture(
            CharacterArchitecture.Prefix, architecture.Cell!, architecture.Embedding, architecture.Hidden, Layers: 1, Directions: 2,
            LayerVariant.Plain, Dropout: 0, FirstPlace: 0);
        LayerStates states = new LayerStack(graph, stack, weights).Run(embedded, words).States[0];
        return architecture.Kind == CharacterCell.LstmAttention ? Attended(states.Outputs, words) : states.Hidden;
    }

    /// <summary>Σ_t σ(w · h_t) h_t over a word's characters, <c>[W, width]</c>: see <see cref="CharacterAttention"/>.</summary>
    private GraphValue Attended(GraphValue states, BatchLengths words)
    {
        GraphValue weighted = graph.Multiply(graph.Logistic(graph.Linear(states, weights(CharacterAttention.ParameterName))), states);
        return graph.Sum(graph.Where(words.IsInside, weighted, graph.Number(0)), axis: 0);
    }

    /// <summary>The largest value of each filter over a word's windows, its activation, highway layers and a projection, <c>[W, width]</c>.</summary>
    private GraphValue Convolved(GraphValue embedded, BatchLengths words)
    {
        // Beyond a word's ends there are zeros.
        GraphValue inside = architecture.WholeWindows ? embedded : graph.Where(words.IsInside, embedded, graph.Number(0));
        GraphValue x = graph.Transpose(inside, 1, 2, 0);
        GraphValue[] largest = [.. architecture.Banks.Select((bank, number) => LargestOf(bank, architecture.BankName(number), x, words))];
        GraphValue y = graph.Activate(architecture.Activation, graph.Join(-1, largest));
        for (int layer = 0; layer < architecture.Highway; layer++) y = Highway(CharacterArchitecture.HighwayName(layer), y);
        const string Projection = CharacterArchitecture.Prefix + "projection.";
        return architecture.Projection == 0 ? y : graph.Linear(y, weights(Projection + "weight"), weights(Projection + "bias"));
    }

    /// <summary>The largest value of each filter of a bank over the windows of a word, <c>[W, filters]</c>, of x, <c>[W, E, C]</c>.</summary>
    private GraphValue LargestOf(FilterBank bank, string name, GraphValue x, BatchLengths words)
    {
        // A filter's row is its window's embeddings, one after the other; an operator's filter has an axis for the window.
        WeightMatrix weight = weights(name + "weight");
        GraphValue filters = graph.Transpose(
            graph.Initializers.AddFloats(weight.Name, [bank.Filters, bank.Width, architecture.Embedding], weight.Values), 0, 2, 1);
        int before = architecture.WholeWindows ? 0 : (bank.Width - 1) / 2, after = architecture.WholeWindows ? 0 : bank.Width - 1 - before;
        GraphValue sums = graph.Apply("Conv", [x, filters, graph.Vector(weights(name + "bias"))], NodeAttribute.Of("pads", new long[] { before, after }));
        int fewer = architecture.WholeWindows ? bank.Width - 1 : 0;
        GraphValue windows = graph.Subtract(words.Lengths, graph.Integers(fewer));
        GraphValue isWindow = graph.AddAxis(graph.Transpose(graph.IsBefore(graph.SizeOf(sums, 2), windows), 1, 0), 1);
        return graph.Largest(graph.Where(isWindow, sums, graph.Number(double.NegativeInfinity)), 2);
    }

    /// <summary>g ⊙ t + (1 - g) ⊙ x: see <see cref="HighwayLayer{T}"/>.</summary>
    private GraphValue Highway(string name, GraphValue x)
    {
        GraphValue g = graph.Logistic(graph.Linear(x, weights(name + "gate.weight"), weights(name + "gate.bias")));
        GraphValue t = graph.Apply("Relu", [graph.Linear(x, weights(name + "transform.weight"), weights(name + "transform.bias"))]);
        return graph.Add(x, graph.Multiply(g, graph.Subtract(t, x)));
    }
}
