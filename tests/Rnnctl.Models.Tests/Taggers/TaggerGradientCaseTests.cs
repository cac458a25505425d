using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Models.Taggers;

namespace Rnnctl.Models.Tests.Taggers;

public sealed class TaggerGradientCaseTests : IDisposable
{
    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public static TheoryData<string, int, bool, double> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, int, bool, double>();
            foreach (string cell in CellCatalog.Variants.Select(variant => variant.Title))
            {
                shapes.Add(cell, 1, false, 0);
                shapes.Add(cell, 1, true, 0);
                shapes.Add(cell, 2, false, 0);
                shapes.Add(cell, 2, true, 0.3);
            }

            return shapes;
        }
    }

    public void Dispose() => _backend.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_gradient_of_the_whole_tagger_agrees_with_central_differences(
        string cell, int layers, bool bidirectional, double dropout)
    {
        // Of three rectified units hardly one is awake, and the gradient below it drowns in the differences' rounding.
        TaggerArchitecture architecture = Architecture(cell, layers, bidirectional) with { Hidden = 5, Dropout = dropout };
        var whole = new TaggerGradientCase(architecture);
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, whole, epsilon: 1e-5, tolerance: 1e-6);
        Assert.Equal(architecture.Parameters().Select(shape => shape.Name), checks.Select(check => check.Tensor));
        Assert.All(checks, check => Assert.True(check.Passed, check.ToString()));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Gradients_with_a_conditional_random_field_agree_with_central_differences(int layers, bool bidirectional)
    {
        var whole = new TaggerGradientCase(Architecture("lstm", layers, bidirectional) with { Crf = true });
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, whole, epsilon: 1e-5, tolerance: 1e-6);
        Assert.Equal(["crf.transitions", "crf.start_transitions", "crf.end_transitions"], checks.Select(check => check.Tensor).TakeLast(3));
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxAbsoluteError > 0, check.ToString()));
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru-before")]
    [InlineData("srn-linear")]
    public void Gradients_with_all_layer_variants_agree_with_central_differences(string cell)
    {
        var variant = new LayerVariant { LearnInitialState = true, Residual = true, LayerNorm = true, Zoneout = 0.2, RecurrentDropout = 0.2 };
        if (variant.RefusalBy(CellCatalog.Find(cell)!) is not null) variant = variant with { RecurrentDropout = 0 };
        var whole = new TaggerGradientCase(Architecture(cell, 2, bidirectional: true) with { Dropout = 0.3, Variant = variant });
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, whole, epsilon: 1e-5, tolerance: 1e-6);
        Assert.All(checks, check => Assert.True(check.Passed, check.ToString()));
    }

    [Theory]
    [InlineData(0, true, 4, false)]
    [InlineData(1, false, 3, false)]
    [InlineData(2, true, 2, false)]
    [InlineData(2, true, 6, true)]
    public void Gradients_with_self_attention_agree_with_central_differences(int layers, bool bidirectional, int heads, bool crf)
    {
        TaggerArchitecture architecture = Architecture("lstm", layers, bidirectional) with { Dropout = 0.3, SelfAttentionHeads = heads, Crf = crf };
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, new TaggerGradientCase(architecture), epsilon: 1e-5, tolerance: 1e-6);
        Assert.Equal(7, checks.Count(check => check.Tensor.StartsWith("attention.", StringComparison.Ordinal)));
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxAbsoluteError > 0, check.ToString()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Gradients_with_features_of_tokens_agree_with_central_differences(int number)
    {
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, TaggerGradientCases.OfFeatures[number], epsilon: 1e-5, tolerance: 1e-6);
        Assert.Contains(checks, check => check.Tensor == "feature_1.weight");
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxAbsoluteError > 0, check.ToString()));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(3, 21)]
    [InlineData(4, 13)]
    public void Gradients_with_mixed_layers_of_language_models_agree_with_central_differences(int number, int parameters)
    {
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, TaggerGradientCases.OfContextualVectors[number], epsilon: 1e-5, tolerance: 1e-6);
        Assert.Equal(parameters, checks.Count(check => check.Tensor.StartsWith("contextual_", StringComparison.Ordinal)));
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxAbsoluteError > 0, check.ToString()));
    }

    [Theory]
    [InlineData(0, ", label smoothing 0.2")]
    [InlineData(1, ", focal loss 2")]
    public void Gradients_of_other_losses_agree_with_central_differences(int number, string subject)
    {
        TaggerGradientCase whole = TaggerGradientCases.OfLosses[number];
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, whole, epsilon: 1e-5, tolerance: 1e-6);
        Assert.EndsWith(subject, whole.Subject, StringComparison.Ordinal);
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxAbsoluteError > 0, check.ToString()));
    }

    [Fact]
    public void A_label_model_has_no_gradient_to_check()
    {
        TaggerArchitecture plain = Architecture("lstm", 1, bidirectional: false), counted = plain with { HasLabelModel = true };
        Assert.Equal(new TaggerGradientCase(plain).Inputs.Select(input => input.Name), new TaggerGradientCase(counted).Inputs.Select(input => input.Name));
        Assert.All(counted.Parameters().TakeLast(3), shape => Assert.True(shape.Frozen, shape.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Gradients_with_teachers_agree_with_central_differences(int number)
    {
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, TaggerGradientCases.OfTeachers[number], epsilon: 1e-5, tolerance: 1e-6);
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxAbsoluteError > 0, check.ToString()));
    }

    [Fact]
    public void The_subject_describes_the_tagger()
    {
        Assert.Equal("tagger, lstm, 1 layer, forward, hidden 3, crf", new TaggerGradientCase(Architecture("lstm", 1, false) with { Crf = true }).Subject);
        Assert.Equal("tagger, gru, 2 layers, both directions, hidden 3", new TaggerGradientCase(Architecture("gru", 2, true)).Subject);
        TaggerArchitecture normalized = Architecture("gru", 1, false) with { Variant = new LayerVariant { LayerNorm = true, Zoneout = 0.25 } };
        Assert.Equal("tagger, gru, 1 layer, forward, hidden 3, layer norm, zoneout 0.25", new TaggerGradientCase(normalized).Subject);
        TaggerArchitecture attending = Architecture("lstm", 1, false) with { SelfAttentionHeads = 3, Crf = true };
        Assert.Equal("tagger, lstm, 1 layer, forward, hidden 3, 3-head self-attention, crf", new TaggerGradientCase(attending).Subject);
        Assert.Equal("tagger, elman, 1 layer, forward, hidden 3", new TaggerGradientCase(Architecture("elman", 1, false)).Subject);
    }

    [Fact]
    public void Every_parameter_matters_to_the_loss()
    {
        var whole = new TaggerGradientCase(Architecture("lstm", 2, true));
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, whole, epsilon: 0.01, tolerance: 0);
        Assert.All(checks, check => Assert.True(check.MaxAbsoluteError > 0, check.ToString()));
    }

    private static TaggerArchitecture Architecture(string cell, int layers, bool bidirectional) =>
        new(Tokens: 5, Labels: 3, Embedding: 4, CellCatalog.Variants.Single(variant => variant.Title == cell), Hidden: 3, layers, bidirectional, Dropout: 0);
}
