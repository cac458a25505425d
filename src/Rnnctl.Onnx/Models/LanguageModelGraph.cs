using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Layers;
using Rnnctl.Onnx.Graphs;
using Rnnctl.Onnx.Layers;

namespace Rnnctl.Onnx.Models;

/// <summary>
/// The graph of a language model: see <see cref="LanguageModel{T}"/>. It reads sentences between their begin and end symbols, and gives at each symbol the
/// distribution of the one that follows it (forward) and of the one that precedes it (backward).
/// </summary>
internal static class LanguageModelGraph
{
    private const string Sentences = "batch", Symbols = "length";

    /// <summary>Builds the graph.</summary>
    /// <param name="architecture">The language model's architecture.</param>
    /// <param name="weights">Returns the weights of a name.</param>
    public static OnnxGraph Of(LanguageModelArchitecture architecture, Func<string, WeightMatrix> weights)
    {
        var graph = new OnnxGraph("language_model");
        (GraphValue x, GraphValue ids, GraphValue output) = architecture.Characters is null
            ? OfSymbols(graph, architecture, weights)
            : OfCharacters(graph, architecture, weights);
        GraphValue given = graph.Input("lengths", ElementType.Int64, "The number of symbols of each sentence, its begin and end among them", Sentences);
        var lengths = BatchLengths.Of(graph, ids, given);
        foreach (StackArchitecture stack in architecture.Stacks)
        {
            bool isBackward = stack.Prefix == "backward.";
            GraphValue h = new LayerStack(graph, stack, weights) { StartsAtEnd = isBackward }.Run(x, lengths).Output;
            GraphValue logits = graph.Add(graph.Product(h, output), graph.Vector(weights("output.bias")));
            graph.Output(
                isBackward ? "backward_log_probabilities" : "forward_log_probabilities",
                graph.Transpose(graph.LogSoftmax(logits), 1, 0, 2),
                ElementType.Float,
                isBackward ? "log p of the symbol that precedes each symbol, given it and those after it" : "log p of the symbol that follows each symbol, "
                    + "given it and those before it",
                Sentences, Symbols, architecture.Symbols);
        }

        return graph;
    }

    /// <summary>The embeddings of symbols, their ids <c>[T, B]</c>, and the output layer's weight, transposed.</summary>
    private static (GraphValue X, GraphValue Ids, GraphValue Output) OfSymbols(
        OnnxGraph graph, LanguageModelArchitecture architecture, Func<string, WeightMatrix> weights)
    {
        GraphValue tokens = graph.Input("tokens", ElementType.Int64, "The ids of the symbols; any id beyond a sentence's end", Sentences, Symbols);
        GraphValue ids = graph.Transpose(tokens, 1, 0);
        GraphValue table = graph.Matrix(weights("embedding.weight"));
        return (graph.Embed(table, ids), ids, architecture.TieEmbeddings ? graph.Transpose(table, 1, 0) : Output(graph, weights));
    }

    private static (GraphValue X, GraphValue Ids, GraphValue Output) OfCharacters(
        OnnxGraph graph, LanguageModelArchitecture architecture, Func<string, WeightMatrix> weights)
    {
        GraphValue characters = graph.Input(
            "characters", ElementType.Int64, "The ids of each word's characters; any id beyond a word's end", Sentences, Symbols, "word_length");
        GraphValue wordLengths = graph.Input("word_lengths", ElementType.Int64, "The number of characters of each word", Sentences, Symbols);
        GraphValue x = new WordVectors(graph, architecture.Characters!, weights).Of(characters, wordLengths);
        return (x, graph.Transpose(wordLengths, 1, 0), Output(graph, weights));
    }

    private static GraphValue Output(OnnxGraph graph, Func<string, WeightMatrix> weights) => graph.Matrix(weights("output.weight").Transposed());
}
