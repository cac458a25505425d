using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>An output layer and its loss by a sample of five classes, over slices of rows; two rows have a label that is in the sample.</summary>
internal sealed class SampledOutputLossCase() : GradientCase(
    "output loss, sampled softmax", GradientInput.DrawAll(24, ("h", 7, 5), ("weight", 19, 5), ("bias", 1, 19)))
{
    private const int SliceRows = 3;
    private static readonly int[] Labels = [3, 0, 18, 0, 3, 11, 7];
    private static readonly int[] Classes = [0, 1, 5, 7, 14];

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        var classes = new SampledClasses<T>
        {
            Labels = Labels,
            Classes = Classes,
            LabelCorrections = Array.ConvertAll(Labels, Correction<T>),
            ClassCorrections = Array.ConvertAll(Classes, Correction<T>),
            Hits = Array.ConvertAll(Labels, label => Array.IndexOf(Classes, label)),
        };
        return SampledOutputLoss<T>.Apply(tape, inputs[0], inputs[1], inputs[2], classes, inputs[0].Rows, SliceRows);
    }

    private static T Correction<T>(int one)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => T.CreateTruncating(0.1 * one);
}
