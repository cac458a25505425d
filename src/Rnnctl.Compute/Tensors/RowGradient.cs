namespace Rnnctl.Compute.Tensors;

/// <summary>
/// The gradient of a table <c>[V, E]</c> of which a batch reads only some rows. Backward passes leave parts in it, and no memory of the table's size is needed:
/// <code>
/// dTable[Ids[i]] += Rows[i]   for each part and each i
/// </code>
/// A part is in its tape's memory, so that it is valid until the tape is reset.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class RowGradient<T>
    where T : unmanaged
{
    private readonly List<(Tensor<T> Rows, Tensor<int> Ids)> _parts = [];

    /// <summary>The number of parts.</summary>
    public int Count => _parts.Count;

    /// <summary>A part: rows <c>[N, E]</c>, and the table's row that each is added to, <c>[1, N]</c>; a row with a negative id is added to none.</summary>
    public (Tensor<T> Rows, Tensor<int> Ids) this[int part] => _parts[part];

    /// <summary>Adds a part.</summary>
    public void Add(Tensor<T> rows, Tensor<int> ids) => _parts.Add((rows, ids));

    /// <summary>Adds the parts of another gradient of the same table.</summary>
    public void Add(RowGradient<T> other) => _parts.AddRange(other._parts);

    /// <summary>Removes all parts: the gradient is zero.</summary>
    public void Clear() => _parts.Clear();
}
