using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>An output layer and its loss over slices of rows; the last slice is shorter, and two rows have no label.</summary>
internal sealed class OutputLossCase : GradientCase
{
    private readonly double _smoothing;
    private readonly int _sliceRows, _blockClasses;

    private OutputLossCase(string subject, double smoothing, int sliceRows, int blockClasses)
        : base(subject, GradientInput.DrawAll(23, ("h", 7, 5), ("weight", 19, 5), ("bias", 1, 19))) =>
        (_smoothing, _sliceRows, _blockClasses) = (smoothing, sliceRows, blockClasses);

    /// <summary>No smoothing, all rows in one slice and all classes in one block.</summary>
    public static OutputLossCase Plain() => new("output loss", smoothing: 0, sliceRows: 7, blockClasses: 19);

    /// <summary>Smoothed labels, in three slices of two blocks.</summary>
    public static OutputLossCase Smoothed() => new("output loss, smoothed labels", smoothing: 0.2, sliceRows: 3, blockClasses: 11);

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => OutputLoss<T>.Apply(
        tape, inputs[0], inputs[1], inputs[2], tape.NewIds([3, -1, 18, 0, 3, -1, 7]), counted: 5, _smoothing, _sliceRows, _blockClasses).Loss;
}
