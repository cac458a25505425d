using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>a + b.</summary>
internal sealed class AddCase() : GradientCase("add", GradientInput.DrawAll(1, ("a", 4, 19), ("b", 4, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Add(inputs[0], inputs[1]);
}

/// <summary>a - b.</summary>
internal sealed class SubtractCase() : GradientCase("subtract", GradientInput.DrawAll(2, ("a", 4, 19), ("b", 4, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Subtract(inputs[0], inputs[1]);
}

/// <summary>a ⊙ b.</summary>
internal sealed class MultiplyCase() : GradientCase("multiply", GradientInput.DrawAll(3, ("a", 4, 19), ("b", 4, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Multiply(inputs[0], inputs[1]);
}

/// <summary>a / b.</summary>
internal sealed class DivideCase() : GradientCase("divide", GradientInput.DrawAll(15, ("a", 4, 19), ("b", 4, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Divide(inputs[0], inputs[1]);
}

/// <summary>x ⊙ s for each row of x.</summary>
internal sealed class ScaleCase() : GradientCase("scale", GradientInput.DrawAll(16, ("x", 4, 19), ("s", 1, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Scale(inputs[0], inputs[1]);
}

/// <summary>Σ_j w_j x_j, written into a part of a larger variable.</summary>
internal sealed class WeightedSumCase() : GradientCase("weighted sum", GradientInput.DrawAll(20, ("weights", 1, 3), ("x", 12, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        Variable<T> y = tape.NewVariable(4, 25);
        tape.Backend.Clear(y.Value);
        WeightedSum<T>.Apply(tape, inputs[0], inputs[1], y.SliceColumns(2, 19));
        return y;
    }
}

/// <summary>A repeated row.</summary>
internal sealed class RepeatCase() : GradientCase("repeat", GradientInput.DrawAll(17, ("x", 1, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Repeat(inputs[0], rows: 4);
}

/// <summary>x ⊙ x: one variable receives the gradients of both operands.</summary>
internal sealed class SquareCase() : GradientCase("multiply, one operand twice", GradientInput.DrawAll(4, ("x", 3, 11)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Multiply(inputs[0], inputs[0]);
}

/// <summary>Overlapping slices of columns and rows: the variable receives the sum of their gradients.</summary>
internal sealed class SlicesCase() : GradientCase("multiply, overlapping slices", GradientInput.DrawAll(5, ("x", 5, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
        tape.Multiply(inputs[0].SliceColumns(0, 11).SliceRows(0, 4), inputs[0].SliceColumns(8, 11).SliceRows(1, 4));
}

/// <summary>Two copies, side by side in one result.</summary>
internal sealed class CopyCase() : GradientCase("copy", GradientInput.DrawAll(6, ("left", 4, 11), ("right", 4, 5)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        Variable<T> y = tape.NewVariable(4, 16);
        Copy<T>.Apply(tape, inputs[0], y.SliceColumns(0, 11));
        Copy<T>.Apply(tape, inputs[1], y.SliceColumns(11, 5));
        return y;
    }
}

/// <summary>A clip that some elements reach on either side.</summary>
internal sealed class ClipCase() : GradientCase("clip", GradientInput.DrawAll(18, ("x", 4, 19)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Clip(inputs[0], limit: 0.5);
}

/// <summary>Dropout with a fixed key.</summary>
internal sealed class DropoutCase() : GradientCase("dropout", GradientInput.DrawAll(7, ("x", 6, 11)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
        Dropout<T>.Apply(tape, inputs[0], tape.NewIds([3, 1, 4, 15, 9, 2]), 0.4, new DropoutKey(Seed: 5, Step: 3, Site: 2));
}

/// <summary>Dropout with one mask for each of three sequences.</summary>
internal sealed class VariationalDropoutCase() : GradientCase("dropout, one mask a sequence", GradientInput.DrawAll(21, ("x", 6, 11)))
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        var steps = new PackedSteps();
        steps.Assign([3, 2, 1]);
        return Dropout<T>.Apply(tape, inputs[0], steps, 0.4, new DropoutKey(Seed: 5, Step: 3, Site: 2), perSequence: true);
    }
}

/// <summary>f(x) for an activation function f.</summary>
internal sealed class ActivateCase<TActivation>(string name) : GradientCase($"activate, {name}", GradientInput.DrawAll(8, ("x", 4, 19)))
    where TActivation : struct, IActivation
{
    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Activate<T, TActivation>(inputs[0]);
}
