using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>Row i of y is row ids[i] of a table: the embeddings of N tokens, <c>[N, embedding]</c> from <c>[vocabulary, embedding]</c>.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Embed<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _table, _y;
    private readonly Tensor<int> _ids;

    private Embed(Variable<T> table, Tensor<int> ids, Variable<T> y) => (_table, _ids, _y) = (table, ids, y);

    /// <summary>The rows of the table for the ids <c>[1, N]</c>.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> table, Tensor<int> ids)
    {
        Variable<T> y = tape.NewVariableFrom(table, ids.Count, table.Columns);
        Apply(tape, table, ids, y);
        return y;
    }

    /// <summary>Writes the rows of the table for the ids <c>[1, N]</c> into <paramref name="y"/>, a part of a larger variable.</summary>
    public static void Apply(Tape<T> tape, Variable<T> table, Tensor<int> ids, Variable<T> y)
    {
        tape.Backend.GatherRows(table.Value, ids, y.Value);
        tape.Record(new Embed<T>(table, ids, y));
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape)
    {
        if (_table.HasGradient) tape.AddRows(_table, _y.Gradient, _ids);
    }
}
