using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// y[s] = Σ_t x[t, s], the sum of each sequence's rows. <c>[N, columns]</c> of a packed batch becomes <c>[sequences, columns]</c>. The rows of a step follow
/// each other, so each step is one addition.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct SumOverTime<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _y;
    private readonly PackedSteps _steps;

    private SumOverTime(Variable<T> x, PackedSteps steps, Variable<T> y) => (_x, _steps, _y) = (x, steps, y);

    /// <summary>The sums, <c>[sequences, columns]</c>, of x <c>[N, columns]</c>. The shape must not change before the backward pass.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x, PackedSteps steps)
    {
        Variable<T> y = tape.NewVariableFrom(x, steps.Sequences, x.Columns);
        tape.Backend.Clear(y.Value);
        for (int t = 0; t < steps.Steps; t++) Add(tape, y.Value.SliceRows(0, steps.Alive(t)), x.Value.SliceRows(steps.Offset(t), steps.Alive(t)));
        tape.Record(new SumOverTime<T>(x, steps, y));
        return y;
    }

    /// <summary>dx[t, s] += dy[s].</summary>
    public void Backward(Tape<T> tape)
    {
        if (!_x.HasGradient) return;
        for (int t = 0; t < _steps.Steps; t++)
            Add(tape, _x.Gradient.SliceRows(_steps.Offset(t), _steps.Alive(t)), _y.Gradient.SliceRows(0, _steps.Alive(t)));
    }

    private static void Add(Tape<T> tape, Tensor<T> target, Tensor<T> source) => tape.Backend.Map(default(Accumulate), target, source, source);
}
