using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>s = σ for each unit.</summary>
public readonly struct LogisticOutput : IOutputFunction
{
    /// <inheritdoc />
    public static Variable<T> Apply<T>(Tape<T> tape, Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> => tape.Logistic(a);
}
