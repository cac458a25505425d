using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>The output function s of a Jordan network, y = s(V h + c), for each row.</summary>
public interface IOutputFunction
{
    /// <summary>s(a), the same shape as a, <c>[alive, Y]</c>.</summary>
    static abstract Variable<T> Apply<T>(Tape<T> tape, Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
