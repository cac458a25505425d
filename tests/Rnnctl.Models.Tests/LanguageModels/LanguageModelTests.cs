using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Tests.Parameters;

namespace Rnnctl.Models.Tests.LanguageModels;

/// <summary>Language models of every cell and architecture against plain double loops, and their gradients against central differences.</summary>
public sealed class LanguageModelTests : IDisposable
{
    private static readonly LanguageModelArchitecture Small = new(
        Symbols: 6, Embedding: 4, CellCatalog.Find("lstm")!, Hidden: 4, Layers: 2, LanguageModelDirection.Both, Dropout: 0.3);

    // Three streams of seven, seven and six tokens in each direction: no length is a multiple of the windows.
    private static readonly int[][][] Tokens =
    [
        [[1, 4, 2, 5, 3, 0, 1], [3, 3, 0, 1, 2, 4, 5], [5, 1, 0, 2, 2, 3]],
        [[2, 0, 5, 4, 4, 1, 3], [0, 2, 1, 5, 3, 1, 4], [4, 5, 3, 0, 1, 2]],
    ];

    private static readonly int[][][] Labels =
        [.. Tokens.Select(streams => streams.Select(stream => stream.Select(token => (token + 2) % 6).ToArray()).ToArray())];

    // The words of the six tokens, longest first.
    private static readonly int[][] Words = [[4, 0, 1, 3, 2, 2], [1, 1, 4, 0, 3], [2, 3, 4, 1], [0, 0, 1, 2], [3, 2, 4], [1, 4, 0]];

    private static readonly CharacterArchitecture Spelling = new(CharacterCell.Cnn, Characters: 5, Embedding: 3, Hidden: 1)
    {
        Filters = [new FilterBank(1, 2), new FilterBank(2, 3), new FilterBank(3, 4)],
        Projection = Small.Embedding,
    };

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public static TheoryData<string> Cells => [.. CellCatalog.All.Where(cell => cell.IsRecurrent).Select(cell => cell.Name)];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, LanguageModelGradientCases.All.Count)];

    public void Dispose() => _backend.Dispose();

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_computes_what_plain_loops_compute_in_windows_of_any_length(string cell)
    {
        LanguageModelArchitecture architecture = Small with { Cell = CellCatalog.Find(cell)! };
        foreach (int window in (int[])[1, 2, 3, 7]) RequireNaive(architecture, window);
    }

    [Fact]
    public void Every_direction_and_variant_computes_what_plain_loops_compute()
    {
        RequireNaive(Small with { Direction = LanguageModelDirection.Forward }, window: 3);
        RequireNaive(Small with { Direction = LanguageModelDirection.Backward }, window: 3);
        RequireNaive(Small with { TieEmbeddings = true }, window: 3);
        RequireNaive(Small with { Variant = LayerVariant.Plain with { Residual = true, LayerNorm = true, LearnInitialState = true } }, window: 3);
        RequireNaive(Small with { Variant = LayerVariant.Plain with { Zoneout = 0.2 } }, window: 3);
    }

    [Fact]
    public void A_model_that_reads_characters_computes_what_plain_loops_compute()
    {
        RequireNaive(Small with { Characters = Spelling }, window: 3);
        CharacterArchitecture whole = Spelling with { Activation = ActivationKind.Relu, WholeWindows = true, Highway = 2 };
        RequireNaive(Small with { Characters = whole }, window: 3);
        RequireNaive(Small with { Characters = whole with { Filters = [new FilterBank(3, 4)] } }, window: 1);
    }

    [Fact]
    public void A_model_without_an_output_layer_has_no_parameters_of_one()
    {
        LanguageModelArchitecture architecture = Small with { Characters = Spelling };
        Assert.DoesNotContain(architecture.Parameters(), shape => shape.Name == "embedding.weight");
        Assert.Equal(["output.weight", "output.bias"], architecture.Parameters().Select(shape => shape.Name).TakeLast(2));
        Assert.Equal(architecture.Parameters().Count - 2, (architecture with { Symbols = 0 }).Parameters().Count);
    }

    [Fact]
    public void Projections_clips_and_skip_connections_compute_what_plain_loops_compute()
    {
        CellDefinition projected = CellCatalog.Create("lstm", new() { Projection = 3, CellClip = 0.4, ProjectionClip = 0.2 });
        LanguageModelArchitecture elmo = Small with { Cell = projected, Layers = 3, Variant = LayerVariant.Plain with { Residual = true } };
        foreach (int window in (int[])[1, 3, 7]) RequireNaive(elmo, window);
        RequireNaive(elmo with { Embedding = 3, TieEmbeddings = true, Variant = LayerVariant.Plain with { LearnInitialState = true } }, window: 3);
        RequireNaive(elmo with { Variant = LayerVariant.Plain with { Residual = true, LayerNorm = true, Zoneout = 0.2 } }, window: 3);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_gradient_agrees_with_central_differences(int number) => RequireRightGradients(LanguageModelGradientCases.All[number]);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_has_right_gradients(string cell)
    {
        foreach (LanguageModelGradientCase one in LanguageModelGradientCases.OfCell(CellCatalog.Find(cell)!)) RequireRightGradients(one);
    }

    [Fact]
    public void What_cannot_be_built_is_named()
    {
        Assert.Null(Small.Mistake());
        Assert.StartsWith("layers: ", (Small with { Layers = 0 }).Mistake(), StringComparison.Ordinal);
        Assert.StartsWith("cell: tdnn has no state", (Small with { Cell = CellCatalog.Find("tdnn")! }).Mistake(), StringComparison.Ordinal);
        Assert.StartsWith("language_model.tie_embeddings: ", (Small with { Embedding = 3, TieEmbeddings = true }).Mistake(), StringComparison.Ordinal);
        Assert.StartsWith("char_cell: ", (Small with { Characters = Spelling with { Kind = CharacterCell.Gru } }).Mistake(), StringComparison.Ordinal);
        Assert.StartsWith(
            "language_model.tie_embeddings: ", (Small with { Characters = Spelling, TieEmbeddings = true }).Mistake(), StringComparison.Ordinal);
        CellDefinition projected = CellCatalog.Create("lstm", new() { Projection = 3 });
        Assert.StartsWith(
            "language_model.tie_embeddings: the output layer reads 3 numbers and an embedding has 4",
            (Small with { Cell = projected, TieEmbeddings = true }).Mistake(),
            StringComparison.Ordinal);
        LayerVariant dropped = LayerVariant.Plain with { RecurrentDropout = 0.1 };
        Assert.StartsWith(
            "recurrent_dropout: ", (Small with { Cell = CellCatalog.Find("mingru")!, Variant = dropped }).Mistake(), StringComparison.Ordinal);
    }

    private void RequireRightGradients(LanguageModelGradientCase one)
    {
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, one, epsilon: 1e-5, tolerance: 1e-6);
        Assert.All(checks, check => Assert.True(check.Passed, $"{one.Subject}: {check}"));
    }

    private void RequireNaive(LanguageModelArchitecture architecture, int window)
    {
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 5);
        using var packed = new PackedLanguageModel(_backend, architecture, weights, Words);
        string[] directions = architecture.Direction switch
        {
            LanguageModelDirection.Forward => ["forward."],
            LanguageModelDirection.Backward => ["backward."],
            _ => ["forward.", "backward."],
        };
        double[][][] surprisals = packed.Surprisals(Tokens[..directions.Length], Labels[..directions.Length], window);
        for (int direction = 0; direction < directions.Length; direction++)
        {
            var naive = new NaiveLanguageModel(architecture, directions[direction], weights, Words);
            for (int stream = 0; stream < surprisals[direction].Length; stream++)
            {
                double[] expected = naive.Surprisals(Tokens[direction][stream], Labels[direction][stream]);
                Assert.Equal(expected.Length, surprisals[direction][stream].Length);
                foreach ((double wanted, double found) in expected.Zip(surprisals[direction][stream])) Assert.Equal(wanted, found, 1e-12);
            }
        }
    }
}
