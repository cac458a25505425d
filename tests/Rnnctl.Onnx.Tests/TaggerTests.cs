using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Taggers;
using Rnnctl.Onnx.Models;
using Rnnctl.Text.Labels;

namespace Rnnctl.Onnx.Tests;

/// <summary>The parts of a tagger around its recurrent layers, in ONNX Runtime and in this project.</summary>
public class TaggerTests
{
    private static readonly TaggerArchitecture Plain =
        new(Tokens: 9, Labels: 7, Embedding: 3, CellCatalog.Find("lstm")!, Hidden: 4, Layers: 1, Bidirectional: true, Dropout: 0);

    [Fact]
    public void Layers_may_be_missing() => TaggerComparison.Require(Plain with { Layers = 0 });

    [Fact]
    public void Features_are_inputs() => TaggerComparison.Require(Plain with { Features = [4, 6], FeatureEmbedding = 2 });

    [Theory]
    [InlineData(CharacterCell.Lstm)]
    [InlineData(CharacterCell.Gru)]
    [InlineData(CharacterCell.Elman)]
    [InlineData(CharacterCell.Cnn)]
    public void Characters_are_inputs(CharacterCell kind) =>
        TaggerComparison.Require(Plain with { Characters = new CharacterArchitecture(kind, Characters: 8, Embedding: 3, Hidden: 4) });

    [Fact]
    public void Filters_of_several_widths_and_highway_layers_are_exported() => TaggerComparison.Require(Plain with
    {
        Characters = new CharacterArchitecture(CharacterCell.Cnn, Characters: 8, Embedding: 3, Hidden: 4)
        {
            Filters = [new FilterBank(1, 2), new FilterBank(4, 3), new FilterBank(9, 2)],
            Activation = ActivationKind.Relu,
            Highway = 2,
        },
    });

    [Fact]
    public void Self_attention_is_exported()
    {
        TaggerComparison.Require(Plain with { SelfAttentionHeads = 2 });
        TaggerComparison.Require(Plain with { SelfAttentionHeads = 1, Layers = 0 });
        TaggerComparison.Require(Plain with { SelfAttentionHeads = 4, Cell = CellCatalog.Find("jordan")! });
    }

    [Theory]
    [InlineData("lstm", false)]
    [InlineData("jordan", true)]
    public void Sentence_without_tokens_has_no_labels(string cell, bool crf)
    {
        TaggerArchitecture architecture = Plain with { Cell = CellCatalog.Find(cell)!, Crf = crf, SelfAttentionHeads = 2 };
        using var weights = new RandomWeights(architecture.Parameters(), seed: 2);
        using var model = new OnnxModel(TaggerGraph.Of(architecture, weights.Weight, rules: null, decodes: true));
        OnnxTensor labels = model.Run(("tokens", OnnxTensor.Of([2, 3], [0, 0, 0, 1, 2, 3])), ("lengths", OnnxTensor.Of([2], [0, 2])))["labels"];
        Assert.Equal([-1, -1, -1], labels.Ids[..3]);
        Assert.All(labels.Ids[3..5], label => Assert.InRange(label, 0, architecture.Labels - 1));
        Assert.Equal(-1, labels.Ids[5]);
    }

    [Fact]
    public void Viterbi_in_the_graph_finds_the_same_labels() => TaggerComparison.Require(Plain with { Crf = true });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Viterbi_keeps_the_rules_of_spans(bool crf)
    {
        var spans = new SpanRules(["O", "B-a", "I-a", "E-a", "S-a", "B-b", "E-b"]);
        TaggerComparison.Require(Plain with { Crf = crf, HasLabelModel = !crf }, new LabelRules(spans.MayStart, spans.MayFollow, spans.MayEnd));
    }
}
