using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>y = max(-limit, min(limit, x)), element by element. The gradient is 0 where x is not between the limits.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Clip<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _y;
    private readonly double _limit;

    private Clip(Variable<T> x, double limit, Variable<T> y) => (_x, _limit, _y) = (x, limit, y);

    /// <summary>clip(x), the same shape as x.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">x.</param>
    /// <param name="limit">The largest magnitude that stays as it is, above 0.</param>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x, double limit)
    {
        Variable<T> y = tape.NewVariable(x.Rows, x.Columns);
        tape.Backend.Map(new Clip(limit), y.Value, x.Value, x.Value);
        tape.Record(new Clip<T>(x, limit, y));
        return y;
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape)
    {
        if (_x.HasGradient) tape.Backend.Map(new Clip.Gradient(_limit), _x.Gradient, _y.Gradient, _y.Value);
    }
}
