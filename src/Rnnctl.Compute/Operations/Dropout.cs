using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Inverted dropout (Srivastava et al. 2014): y = x ⊙ m, where an element of the mask m is 0 with probability p and 1 / (1 - p) otherwise. A key determines the
/// mask, so that a resumed run and another device draw the same mask. In variational dropout one mask serves all steps of a sequence (Gal and Ghahramani
/// 2016; the locked dropout of Merity et al. 2017).
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Dropout<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _y;
    private readonly Tensor<T> _mask;

    private Dropout(Variable<T> x, Tensor<T> mask, Variable<T> y) => (_x, _mask, _y) = (x, mask, y);

    /// <summary>x ⊙ m if the tape records and p is not 0, else x.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">x, <c>[N, columns]</c>: the rows of a packed batch.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="probability">p.</param>
    /// <param name="key">The key of the mask.</param>
    /// <param name="perSequence">Whether the rows of a sequence have the same mask; else each row has its own.</param>
    public static Variable<T> Apply(
        Tape<T> tape, Variable<T> x, PackedSteps steps, double probability, DropoutKey key, bool perSequence = false)
    {
        if (!tape.Recording || probability == 0) return x;
        return Apply(tape, x, perSequence ? tape.NewSequenceNumbers(steps) : tape.NewRowNumbers(steps), probability, key);
    }

    /// <summary>x ⊙ m for any rows.</summary>
    /// <param name="tape">A tape that records.</param>
    /// <param name="x">x, <c>[N, columns]</c>.</param>
    /// <param name="numbers">The number of each row, <c>[1, N]</c>: rows with the same number have the same mask.</param>
    /// <param name="probability">p.</param>
    /// <param name="key">The key of the mask.</param>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x, Tensor<int> numbers, double probability, DropoutKey key)
    {
        Tensor<T> mask = tape.NewTensor(x.Rows, x.Columns);
        Variable<T> y = tape.NewVariableFrom(x, x.Rows, x.Columns);
        tape.Backend.DropoutMask(key, 1 - probability, numbers, mask);
        tape.Backend.Map(default(Product), y.Value, x.Value, mask);
        tape.Record(new Dropout<T>(x, mask, y));
        return y;
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape)
    {
        if (_x.HasGradient) tape.Backend.Map(default(AccumulateProduct), _x.Gradient, _y.Gradient, _mask);
    }
}
