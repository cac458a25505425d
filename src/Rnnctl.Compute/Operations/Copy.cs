using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>y = x, where y is a part of a larger variable: rows of single time steps become one packed matrix.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Copy<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _y;

    private Copy(Variable<T> x, Variable<T> y) => (_x, _y) = (x, y);

    /// <summary>Copies x to <paramref name="y"/>, which has the same shape.</summary>
    public static void Apply(Tape<T> tape, Variable<T> x, Variable<T> y)
    {
        tape.Backend.Map(default(Forward), y.Value, x.Value, x.Value);
        tape.Record(new Copy<T>(x, y));
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape)
    {
        if (_x.HasGradient) tape.Backend.Map(default(Accumulate), _x.Gradient, _y.Gradient, _y.Gradient);
    }

    /// <summary>The formula y ← a.</summary>
    public readonly struct Forward : IFormula
    {
        TReal IFormula.Apply<TReal>(TReal y, TReal a, TReal b) => a;
    }
}
