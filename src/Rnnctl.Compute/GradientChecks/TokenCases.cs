using System.Globalization;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>Embeddings of tokens: some ids repeat, one id is negative, and one row of the table is not used.</summary>
internal sealed class EmbedCase() : GradientCase("embed", GradientInput.DrawAll(10, ("table", 6, 11)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
        Embed<T>.Apply(tape, inputs[0], tape.NewIds([2, 0, 2, -1, 5, 2, 1, 3, 0]));
}

/// <summary>Embeddings of two sequences with dropout of whole ones, written into a part of a larger variable; some tokens repeat in a sequence.</summary>
internal sealed class EmbeddingDropoutCase() : GradientCase("embedding dropout", GradientInput.DrawAll(30, ("table", 6, 11)))
{
    private static readonly int[] Tokens = [2, 0, 3, 2, 2, 5, 1, 1];

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        var steps = new PackedSteps();
        steps.Assign([5, 3]);
        Variable<T> y = tape.NewVariable(Tokens.Length, 13);
        tape.Backend.Clear(y.Value);
        EmbeddingDropout<T>.Apply(
            tape, inputs[0], tape.NewIds(Tokens), tape.NewSymbolNumbers(steps, Tokens), 0.4, new DropoutKey(Seed: 5, Step: 3, Site: 2), y.SliceColumns(1, 11));
        return y;
    }
}

/// <summary>The softmax of rows.</summary>
internal sealed class SoftmaxCase() : GradientCase("softmax", GradientInput.DrawAll(20, ("x", 5, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Softmax(inputs[0]);
}

/// <summary>The mean cross-entropy over rows, one of which has no label.</summary>
internal sealed class CrossEntropyCase() : GradientCase("cross-entropy", GradientInput.DrawAll(11, ("logits", 6, 11)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
        CrossEntropy<T>.Apply(tape, inputs[0], tape.NewIds([3, 10, -1, 0, 3, 7]), counted: 5);
}

/// <summary>The mean cross-entropy with smoothed labels, one of which is missing.</summary>
internal sealed class SmoothedCrossEntropyCase() : GradientCase("cross-entropy, smoothed labels", GradientInput.DrawAll(24, ("logits", 6, 11)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
        SmoothedCrossEntropy<T>.Apply(tape, inputs[0], tape.NewIds([3, 10, -1, 0, 3, 7]), counted: 5, smoothing: 0.2);
}

/// <summary>The focal loss, with an exponent below 1, whose power is steep where the right class is probable, or above.</summary>
internal sealed class FocalLossCase(double gamma)
    : GradientCase(string.Create(CultureInfo.InvariantCulture, $"focal loss, gamma {gamma}"), GradientInput.DrawAll(25, ("logits", 6, 11)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
        FocalLoss<T>.Apply(tape, inputs[0], tape.NewIds([3, 10, -1, 0, 3, 7]), counted: 5, gamma);
}

/// <summary>The mean cross-entropy of rows with distributions, one of which is sure of its class.</summary>
internal sealed class SoftCrossEntropyCase() : GradientCase("soft cross-entropy", GradientInput.DrawAll(12, ("logits", Rows, Classes)))
{
    private const int Rows = 5, Classes = 11;

    private static readonly double[] Targets = [.. GradientInput.DrawAll(13, ("targets", Rows, Classes))[0].Values.Chunk(Classes).SelectMany(Normalized)];

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        Tensor<T> targets = tape.NewTensor(Rows, Classes);
        tape.Backend.Upload<T>([.. Targets.Select(T.CreateChecked)], targets);
        return SoftCrossEntropy<T>.Apply(tape, inputs[0], targets, counted: Rows);
    }

    private static IEnumerable<double> Normalized(double[] row, int number) =>
        row.Select((value, place) => number == 0 ? (place == 3 ? 1 : 0) : Math.Abs(value) / row.Sum(Math.Abs));
}
