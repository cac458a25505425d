using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>s, which makes the output of a network that remembers it, y = s(V h + c), row by row.</summary>
public interface IOutputFunction
{
    /// <summary>s(a), of a's shape <c>[alive, Y]</c>.</summary>
    static abstract Variable<T> Apply<T>(Tape<T> tape, Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
