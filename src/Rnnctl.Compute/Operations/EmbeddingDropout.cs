using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// The embeddings of N tokens with dropout of whole embeddings (Gal and Ghahramani 2016, section 4.2; Merity et al. 2017, section 4.3): row i of y is
/// <code>
/// y_i = m_i e[ids_i],   m_i = 0 with probability p, else 1 / (1 - p)
/// </code>
/// for a table e. Rows with the same number share m, so that a word is dropped wherever it stands in its sequence.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct EmbeddingDropout<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _table, _y;
    private readonly Tensor<int> _ids;
    private readonly Tensor<T> _mask;

    private EmbeddingDropout(Variable<T> table, Tensor<int> ids, Tensor<T> mask, Variable<T> y) => (_table, _ids, _mask, _y) = (table, ids, mask, y);

    /// <summary>Writes y, which may be a part of a larger variable.</summary>
    /// <param name="tape">A tape that records.</param>
    /// <param name="table">e, <c>[vocabulary, E]</c>.</param>
    /// <param name="ids">The tokens, <c>[1, N]</c>.</param>
    /// <param name="numbers">The number of each row, <c>[1, N]</c>: see <see cref="PackedSteps.SymbolNumbers"/>.</param>
    /// <param name="probability">p.</param>
    /// <param name="key">The key of m.</param>
    /// <param name="y">y, <c>[N, E]</c>.</param>
    public static void Apply(
        Tape<T> tape, Variable<T> table, Tensor<int> ids, Tensor<int> numbers, double probability, DropoutKey key, Variable<T> y)
    {
        Tensor<T> mask = WholeRows(tape, numbers, y.Columns, probability, key);
        tape.Backend.GatherRows(table.Value, ids, y.Value);
        tape.Backend.Map(default(Product), y.Value, y.Value, mask);
        tape.Record(new EmbeddingDropout<T>(table, ids, mask, y));
    }

    /// <summary>de[ids_i] += m_i dy_i.</summary>
    public void Backward(Tape<T> tape)
    {
        if (!_table.HasGradient) return;
        Tensor<T> gradients = tape.NewTensor(_y.Rows, _y.Columns);
        tape.Backend.Map(default(Product), gradients, _y.Gradient, _mask);
        tape.AddRows(_table, gradients, _ids);
    }

    /// <summary>A mask whose rows are constant, <c>[N, E]</c>: the product of a mask of one column with a row of ones.</summary>
    private static Tensor<T> WholeRows(Tape<T> tape, Tensor<int> numbers, int columns, double probability, DropoutKey key)
    {
        Tensor<T> m = tape.NewTensor(numbers.Columns, 1), ones = tape.NewTensor(1, columns), mask = tape.NewTensor(numbers.Columns, columns);
        tape.Backend.DropoutMask(key, 1 - probability, numbers, m);
        tape.Backend.Fill(ones, T.One);
        tape.Backend.Product(m, ones, mask, accumulate: false);
        return mask;
    }
}
