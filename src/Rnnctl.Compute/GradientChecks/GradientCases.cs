using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>The gradient cases of this assembly. The cases of a model are in the model's project.</summary>
public static class GradientCases
{
    /// <summary>Every operation by itself.</summary>
    public static IReadOnlyList<GradientCase> Operations { get; } =
    [
        new AddCase(),
        new SubtractCase(),
        new MultiplyCase(),
        new DivideCase(),
        new ScaleCase(),
        new WeightedSumCase(),
        new RepeatCase(),
        new SquareCase(),
        new SlicesCase(),
        new CopyCase(),
        new ClipCase(),
        new DropoutCase(),
        new VariationalDropoutCase(),
        new ActivateCase<Identity>("identity"),
        new ActivateCase<Logistic>("logistic"),
        new ActivateCase<Rectifier>("rectifier"),
        new ActivateCase<Tanh>("tanh"),
        new LinearCase(),
        new ProductCase(),
        new LayerNormCase(),
        new EmbedCase(),
        new EmbeddingDropoutCase(),
        new MaxOverTimeCase(),
        new SoftmaxCase(),
        new CrossEntropyCase(),
        new SmoothedCrossEntropyCase(),
        new FocalLossCase(0.5),
        new FocalLossCase(2),
        new SoftCrossEntropyCase(),
        OutputLossCase.Plain(),
        OutputLossCase.Smoothed(),
        new SampledOutputLossCase(),
        new CrfCase(),
        AttendCase.ToItself(),
        AttendCase.CrossAttention(),
        AttendCase.AdditiveCrossAttention(),
    ];

    /// <summary>Every recurrent cell with every value of its options, plain and fused, over sequences of different lengths.</summary>
    public static IReadOnlyList<GradientCase> Cells { get; } = [.. CellCatalog.Variants.SelectMany(OfCell)];

    /// <summary>A small cell and a loss: a quick check that a device computes what the CPU computes.</summary>
    public static IReadOnlyList<GradientCase> OfNewDevice { get; } =
    [
        Cells.First(one => one.Subject.StartsWith("lstm fused, 2 layers", StringComparison.Ordinal)),
        OutputLossCase.Smoothed(),
    ];

    /// <summary>The cases of one recurrent cell.</summary>
    public static IEnumerable<GradientCase> OfCell(CellDefinition cell) => RecurrentCase.Of(cell);
}
