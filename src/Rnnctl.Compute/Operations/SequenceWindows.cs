using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Windows over the rows of each sequence of a packed batch:
/// <code>
/// y_t = [x_(t+f); x_(t+f+s); x_(t+f+2s); ...]
/// </code>
/// with the first place f and the step s. Places before the sequence's start and after its end are zeros.
/// </summary>
public static class SequenceWindows
{
    /// <summary>The windows, <c>[N, places · columns]</c>, of x <c>[N, columns]</c>. A constant if x is one.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">The rows of all sequences.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="places">The number of rows in a window.</param>
    /// <param name="first">f, the first place relative to the window's own row; negative for an earlier row.</param>
    /// <param name="step">s, from one place to the next; negative for earlier rows.</param>
    public static Variable<T> Apply<T>(Tape<T> tape, Variable<T> x, PackedSteps steps, int places, int first, int step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> y = tape.NewVariableFrom(x, x.Rows, places * x.Columns);
        for (int place = 0; place < places; place++)
            Embed<T>.Apply(tape, x, tape.NewNeighbours(steps, first + (place * step)), y.SliceColumns(place * x.Columns, x.Columns));
        return y;
    }
}
