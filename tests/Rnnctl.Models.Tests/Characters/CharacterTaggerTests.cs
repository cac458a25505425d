using System.Text.Json;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Tests.Layers;
using Rnnctl.Models.Tests.Taggers;

namespace Rnnctl.Models.Tests.Characters;

/// <summary>Taggers that read words character by character.</summary>
public class CharacterTaggerTests
{
    // Longest sentence first, words as places in the list of words below.
    private static readonly int[][] Sentences = [[3, 0, 1, 3, 2], [2, 2, 4], [1, 0], [4]];

    // Longest word first; of tokens and of words there are equally many, a token's id is its word's.
    private static readonly int[][] Words = [[1, 4, 2, 2, 0, 3], [5, 1, 1], [0, 4, 5], [3, 2], [4]];

    public static TheoryData<CharacterCell> Cells => [.. Enum.GetValues<CharacterCell>().Where(cell => cell != CharacterCell.None)];

    public static TheoryData<string> GradientSubjects => [.. TaggerGradientCases.OfCharacters.Select(item => item.Subject)];

    public static TheoryData<ActivationKind> Activations => [.. Enum.GetValues<ActivationKind>()];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Its_logits_are_those_of_words_spelled_one_at_a_time(CharacterCell cell) => RequireNaive(Architecture(cell));

    [Theory]
    [MemberData(nameof(Activations))]
    public void Filters_of_several_widths_and_highway_layers_give_the_same_logits(ActivationKind activation)
    {
        TaggerArchitecture architecture = Architecture(CharacterCell.Cnn);
        CharacterArchitecture filters = architecture.Characters! with
        {
            Activation = activation,
            Filters = [new FilterBank(1, 2), new FilterBank(2, 4), new FilterBank(5, 3), new FilterBank(4, 1)],
        };
        RequireNaive(architecture with { Characters = filters });
        RequireNaive(architecture with { Characters = filters with { Highway = 2, Projection = 3 } });
    }

    private static void RequireNaive(TaggerArchitecture architecture)
    {
        Dictionary<string, double[]> weights = Weights(architecture);
        double[] logits = Logits(architecture, weights, threads: 2);
        var naive = new NaiveTagger(architecture, weights);
        double[][] rows = Packing.Pack(Sentences.Select(sentence => naive.Logits(sentence, [.. sentence.Select(token => Words[token])])));
        double[] expected = [.. rows.SelectMany(row => row)];
        Assert.Equal(expected.Length, logits.Length);
        foreach ((double number, double wanted) in logits.Zip(expected)) Assert.Equal(wanted, number, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_words_vector_does_not_depend_on_the_other_words_of_the_batch(CharacterCell cell)
    {
        TaggerArchitecture architecture = Architecture(cell) with { Layers = 0 };
        Dictionary<string, double[]> weights = Weights(architecture);
        double[] together = Logits(architecture, weights, threads: 1);
        int[] tokens = Packing.Pack(Sentences);
        for (int row = 0; row < tokens.Length; row++)
        {
            int[] characters = Words[tokens[row]];
            double[] alone = Logits(architecture, weights, threads: 1, [[tokens[row]]], [characters], [0]);
            Assert.Equal(alone, together.AsSpan(row * architecture.Labels, architecture.Labels).ToArray());
        }
    }

    [Fact]
    public void Its_parameters_have_the_names_and_shapes_of_PyTorch()
    {
        // torch.nn.LSTM(5, 4, bidirectional=True).state_dict() under the name characters, beside torch.nn.Embedding(6, 5).
        Assert.Equal(
            [
                "characters.embedding.weight [6, 5]",
                "characters.weight_ih_l0 [16, 5]", "characters.weight_hh_l0 [16, 4]", "characters.bias_ih_l0 [16]", "characters.bias_hh_l0 [16]",
                "characters.weight_ih_l0_reverse [16, 5]", "characters.weight_hh_l0_reverse [16, 4]",
                "characters.bias_ih_l0_reverse [16]", "characters.bias_hh_l0_reverse [16]",
            ],
            Describe(Architecture(CharacterCell.Lstm).Characters!.Parameters()));
        Assert.Equal(
            ["characters.embedding.weight [6, 5]", "characters.convolution.weight [4, 15]", "characters.convolution.bias [4]"],
            Describe(Architecture(CharacterCell.Cnn).Characters!.Parameters()));
        Assert.Equal("characters.attention.weight [1, 8]", Describe(Architecture(CharacterCell.LstmAttention).Characters!.Parameters()).Last());
        CharacterArchitecture filters = Architecture(CharacterCell.Cnn).Characters! with { Filters = [new(1, 2), new(4, 3)], Highway = 1, Projection = 7 };
        Assert.Equal(
            [
                "characters.embedding.weight [6, 5]",
                "characters.convolution_0.weight [2, 5]", "characters.convolution_0.bias [2]",
                "characters.convolution_1.weight [3, 20]", "characters.convolution_1.bias [3]",
                "characters.highway_0.gate.weight [5, 5]", "characters.highway_0.gate.bias [5]",
                "characters.highway_0.transform.weight [5, 5]", "characters.highway_0.transform.bias [5]",
                "characters.projection.weight [7, 5]", "characters.projection.bias [7]",
            ],
            Describe(filters.Parameters()));
        Assert.Equal("encoder.weight_ih_l0 [12, 11]", Describe(Architecture(CharacterCell.Gru).Parameters()).ElementAt(10));
        Assert.Equal("encoder.weight_ih_l0 [12, 7]", Describe(Architecture(CharacterCell.Cnn).Parameters()).ElementAt(4));
    }

    [Fact]
    public void Everything_that_reads_characters_has_a_gradient_case()
    {
        string[] subjects = [.. TaggerGradientCases.OfCharacters.Select(item => item.Subject)];
        Assert.All(Enum.GetValues<CharacterCell>().Where(cell => cell != CharacterCell.None), cell => Assert.Contains(
            $"tagger, lstm, 2 layers, both directions, hidden 5, characters by {JsonNamingPolicy.KebabCaseLower.ConvertName(cell.ToString())}, crf", subjects));
        Assert.Equal(subjects.Length, subjects.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(GradientSubjects))]
    public void Every_gradient_agrees_with_central_differences(string subject)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        TaggerGradientCase whole = TaggerGradientCases.OfCharacters.Single(item => item.Subject == subject);
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(backend, whole, epsilon: 1e-5, tolerance: 1e-6);
        Assert.Contains(checks, check => check.Tensor.StartsWith("characters.", StringComparison.Ordinal));
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxAbsoluteError > 0, check.ToString()));
    }

    private static TaggerArchitecture Architecture(CharacterCell cell) =>
        new(Words.Length, Labels: 3, Embedding: 3, CellCatalog.Find("elman")!, Hidden: 12, Layers: 1, Bidirectional: true, Dropout: 0)
        {
            Characters = new CharacterArchitecture(cell, Characters: 6, Embedding: 5, Hidden: 4),
        };

    private static Dictionary<string, double[]> Weights(TaggerArchitecture architecture) => Parameters.Weights.Draw(architecture.Parameters(), seed: 9);

    private static double[] Logits(TaggerArchitecture architecture, Dictionary<string, double[]> weights, int threads) =>
        Logits(architecture, weights, threads, Sentences, Words, Packing.Pack(Sentences));

    private static double[] Logits(
        TaggerArchitecture architecture, Dictionary<string, double[]> weights, int threads, int[][] sentences, int[][] words, int[] wordOfToken)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads);
        using var parameters = new ParameterSet<double>(backend, architecture.Parameters(), learning: false);
        foreach ((string name, double[] values) in weights) parameters.Write(name, values);
        using var tape = new Tape<double>(backend, recording: false);
        int[] tokens = Packing.Pack(sentences), characters = Packing.Pack(words);
        var input = new TaggerInput(tokens, Packing.StepsOf(sentences)) { Words = new SpelledWords(characters, Packing.StepsOf(words), wordOfToken) };
        Tensor<double> logits = new Tagger<double>(architecture, name => parameters[name]).Logits(tape, input, default).Value;
        var numbers = new double[logits.Count];
        backend.Download(logits, numbers.AsSpan());
        return numbers;
    }

    private static IEnumerable<string> Describe(IEnumerable<ParameterShape> shapes) =>
        shapes.Select(shape => $"{shape.Name} [{string.Join(", ", shape.Dimensions)}]");
}
