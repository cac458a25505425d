using Rnnctl.Compute.Cells;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;

namespace Rnnctl.Models.Tests.Taggers;

public class TaggerArchitectureTests
{
    [Fact]
    public void Without_layers_the_parameters_are_embedding_and_output()
    {
        Assert.Equal(
            ["embedding.weight [20, 6]", "output.weight [5, 6]", "output.bias [5]"],
            Describe(Architecture("lstm", layers: 0, bidirectional: true)));
    }

    // torch.nn.LSTM(6, 4).state_dict() gives these names and shapes in this order.
    [Fact]
    public void One_lstm_layer_has_the_names_and_shapes_of_PyTorch()
    {
        Assert.Equal(
            [
                "embedding.weight [20, 6]",
                "encoder.weight_ih_l0 [16, 6]", "encoder.weight_hh_l0 [16, 4]", "encoder.bias_ih_l0 [16]", "encoder.bias_hh_l0 [16]",
                "output.weight [5, 4]", "output.bias [5]",
            ],
            Describe(Architecture("lstm", layers: 1, bidirectional: false)));
    }

    // torch.nn.GRU(6, 4, num_layers=2, bidirectional=True).state_dict()
    [Fact]
    public void Two_gru_layers_in_both_directions_have_the_names_and_shapes_of_PyTorch()
    {
        Assert.Equal(
            [
                "embedding.weight [20, 6]",
                "encoder.weight_ih_l0 [12, 6]", "encoder.weight_hh_l0 [12, 4]", "encoder.bias_ih_l0 [12]", "encoder.bias_hh_l0 [12]",
                "encoder.weight_ih_l0_reverse [12, 6]", "encoder.weight_hh_l0_reverse [12, 4]",
                "encoder.bias_ih_l0_reverse [12]", "encoder.bias_hh_l0_reverse [12]",
                "encoder.weight_ih_l1 [12, 8]", "encoder.weight_hh_l1 [12, 4]", "encoder.bias_ih_l1 [12]", "encoder.bias_hh_l1 [12]",
                "encoder.weight_ih_l1_reverse [12, 8]", "encoder.weight_hh_l1_reverse [12, 4]",
                "encoder.bias_ih_l1_reverse [12]", "encoder.bias_hh_l1_reverse [12]",
                "output.weight [5, 8]", "output.bias [5]",
            ],
            Describe(Architecture("gru", layers: 2, bidirectional: true)));
    }

    [Fact]
    public void Parameters_of_layer_variants_come_after_the_cells()
    {
        var variant = new LayerVariant { LearnInitialState = true, LayerNorm = true };
        TaggerArchitecture lstm = Architecture("lstm", layers: 1, bidirectional: false) with { Variant = variant };
        Assert.Equal(
            [
                "encoder.norm_ih_l0 [16]", "encoder.norm_hh_l0 [16]", "encoder.initial_hidden_l0 [4]", "encoder.initial_memory_l0 [4]",
                "output.weight [5, 4]", "output.bias [5]",
            ],
            Describe(lstm).Skip(5));
        Assert.Equal(
            ["encoder.norm_ih_l0_reverse [8]", "encoder.initial_hidden_l0_reverse [4]", "output.weight [5, 8]", "output.bias [5]"],
            Describe(Architecture("mingru", layers: 1, bidirectional: true) with { Variant = variant }).Skip(7));
        Assert.Equal(
            ["encoder.initial_memory_l0 [4]", "output.weight [5, 4]", "output.bias [5]"],
            Describe(Architecture("srn-linear", layers: 1, bidirectional: false) with { Variant = variant with { LayerNorm = false } }).Skip(3));

        Dictionary<string, double[]> starts = lstm.Parameters().ToDictionary(shape => shape.Name, shape => Initialization.Draw(shape, seed: 1, place: 0));
        Assert.All(starts["encoder.norm_hh_l0"], gain => Assert.Equal(1, gain));
        Assert.All(starts["encoder.initial_memory_l0"], state => Assert.Equal(0, state));
    }

    [Fact]
    public void Parameters_of_self_attention_come_between_the_last_layer_and_the_output()
    {
        string[] Attention(int width) =>
        [
            $"attention.query.weight [{width}, {width}]", $"attention.query.bias [{width}]", $"attention.key.weight [{width}, {width}]",
            $"attention.value.weight [{width}, {width}]", $"attention.value.bias [{width}]",
            $"attention.output.weight [{width}, {width}]", $"attention.output.bias [{width}]", $"output.weight [5, {width}]", "output.bias [5]",
        ];
        Assert.Equal(Attention(8), Describe(Architecture("mingru", layers: 2, bidirectional: true) with { SelfAttentionHeads = 4 }).TakeLast(9));
        Assert.Equal(Attention(6), Describe(Architecture("lstm", layers: 0, bidirectional: true) with { SelfAttentionHeads = 3 }).Skip(1));
    }

    [Fact]
    public void Every_parameter_has_its_usual_initialisation()
    {
        Dictionary<string, InitialValue> starts = Architecture("lstm", layers: 1, bidirectional: false).Parameters()
            .ToDictionary(shape => shape.Name, shape => shape.Start);
        Assert.Equal(new InitialValue(Distribution.Embedding), starts["embedding.weight"]);
        Assert.Equal(new InitialValue(Distribution.Glorot, Blocks: 4), starts["encoder.weight_ih_l0"]);
        Assert.Equal(new InitialValue(Distribution.Orthogonal, Blocks: 4), starts["encoder.weight_hh_l0"]);
        Assert.Equal(new InitialValue(Distribution.Zero, Blocks: 4, OnesBlock: 1), starts["encoder.bias_ih_l0"]);
        Assert.Equal(new InitialValue(Distribution.Zero), starts["encoder.bias_hh_l0"]);
        Assert.Equal(new InitialValue(Distribution.Glorot), starts["output.weight"]);
        Assert.Equal(new InitialValue(Distribution.Zero), starts["output.bias"]);
    }

    private static TaggerArchitecture Architecture(string cell, int layers, bool bidirectional) =>
        new(Tokens: 20, Labels: 5, Embedding: 6, CellCatalog.Find(cell)!, Hidden: 4, layers, bidirectional, Dropout: 0.3);

    private static IEnumerable<string> Describe(TaggerArchitecture architecture) =>
        architecture.Parameters().Select(shape => $"{shape.Name} [{string.Join(", ", shape.Dimensions)}]");
}
