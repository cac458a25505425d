using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>s = softmax: the output is a distribution.</summary>
public readonly struct SoftmaxOutput : IOutputFunction
{
    /// <inheritdoc />
    public static Variable<T> Apply<T>(Tape<T> tape, Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> => tape.Softmax(a);
}
