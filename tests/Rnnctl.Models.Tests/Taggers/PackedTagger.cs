using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Tests.Layers;

namespace Rnnctl.Models.Tests.Taggers;

/// <summary>What the tagger under test makes of a packed batch of sentences.</summary>
internal static class PackedTagger
{
    /// <summary>All tokens' logits in packed order, <c>[N · labels]</c>.</summary>
    /// <param name="architecture">Its shape.</param>
    /// <param name="weights">Its parameters.</param>
    /// <param name="sentences">The tokens of each sentence, longest first; a token's id is its word's too.</param>
    /// <param name="words">The characters of each word, longest first.</param>
    /// <param name="features">Of each feature its ids, sentence by sentence.</param>
    /// <param name="contextual">The vectors of each language model's layers, <c>[models][layers][sentences][tokens][width]</c>.</param>
    public static double[] Logits(
        TaggerArchitecture architecture, IReadOnlyDictionary<string, double[]> weights, int[][] sentences, int[][]? words = null,
        int[][][]? features = null, double[][][][][]? contextual = null)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var parameters = new ParameterSet<double>(backend, architecture.Parameters(), learning: false);
        foreach ((string name, double[] values) in weights) parameters.Write(name, values);
        using var tape = new Tape<double>(backend, recording: false);
        int[] tokens = Packing.Pack(sentences);
        var input = new TaggerInput(tokens, Packing.StepsOf(sentences))
        {
            Words = words is null ? default : new SpelledWords(Packing.Pack(words), Packing.StepsOf(words), tokens),
            Features = (features ?? []).SelectMany(Packing.Pack).ToArray(),
            Contextual = new ContextualInput
            {
                Vectors = (contextual ?? []).SelectMany(layers => layers.SelectMany(Packing.Pack)).SelectMany(row => row)
                    .Select(number => (float)number).ToArray(),
            },
        };
        Tensor<double> logits = new Tagger<double>(architecture, name => parameters[name]).Logits(tape, input, training: null).Value;
        double[] numbers = new double[logits.Count];
        backend.Download(logits, numbers.AsSpan());
        return numbers;
    }
}
