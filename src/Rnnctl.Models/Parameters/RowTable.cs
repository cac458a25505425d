using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Parameters;

/// <summary>
/// A parameter whose gradient is kept by rows: a table <c>[V, E]</c>, such as the embeddings of a large vocabulary, of which a batch reads a few rows. The
/// touched rows are gathered in ascending order, and each row's gradient is summed in the order of the backward pass, so that an update has the same bits for
/// every number of threads.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class RowTable<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int WordBits = 64;

    private readonly Backend<T> _backend;
    private readonly Arena<T> _memory;
    private readonly Arena<int> _ids;

    // A bit for each row of the table, and the number of touched rows before each word of bits.
    private readonly ulong[] _touched;
    private readonly int[] _before;
    private int[] _idsOnHost = [], _rowsOnHost = [];

    /// <summary>A table of a parameter set.</summary>
    /// <param name="backend">The device that holds it.</param>
    /// <param name="value">Its value, <c>[V, E]</c>.</param>
    internal RowTable(Backend<T> backend, Tensor<T> value)
    {
        (_backend, Value) = (backend, value);
        _memory = new Arena<T>(backend.Allocate<T>);
        _ids = new Arena<int>(backend.Allocate<int>);
        _touched = new ulong[(value.Rows + WordBits - 1) / WordBits];
        _before = new int[_touched.Length];
    }

    /// <summary>The value, <c>[V, E]</c>; of a vector, <c>[V, 1]</c>.</summary>
    public Tensor<T> Value { get; }

    /// <summary>The offset in the parameters' memory.</summary>
    public int Offset => Value.Offset;

    /// <summary>What the backward pass leaves.</summary>
    public RowGradient<T> Gradient { get; } = new();

    /// <summary>The touched rows R, <c>[1, R]</c>, as <see cref="Gather"/> found them.</summary>
    public Tensor<int> Rows { get; private set; }

    /// <summary>Their gradients, <c>[R, E]</c>.</summary>
    public Tensor<T> Gradients { get; private set; }

    /// <summary>Finds the touched rows and sums their gradients. The results are valid until the next call.</summary>
    public void Gather()
    {
        _memory.Reset();
        _ids.Reset();
        ReadIds();
        int rows = CountTouched();
        Rows = Upload(TouchedRows(rows));
        Gradients = _memory.Allocate(rows, Value.Columns);
        _backend.Clear(Gradients);
        for (int part = 0, first = 0; part < Gradient.Count; part++)
        {
            (Tensor<T> gradients, Tensor<int> ids) = Gradient[part];
            Span<int> places = _idsOnHost.AsSpan(first, ids.Count);
            foreach (ref int id in places) id = id < 0 ? id : PlaceOf(id);
            _backend.ScatterAddRows(gradients, Upload(places), Gradients);
            first += ids.Count;
        }

        Array.Clear(_touched);
    }

    /// <summary>Sets the gradient to zero.</summary>
    public void Clear() => Gradient.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _ids.Dispose();
    }

    /// <summary>Reads the ids of all parts, one after the other, and marks their rows.</summary>
    private void ReadIds()
    {
        int count = 0;
        for (int part = 0; part < Gradient.Count; part++) count += Gradient[part].Ids.Count;
        if (_idsOnHost.Length < count) _idsOnHost = new int[Roomy(count)];
        for (int part = 0, first = 0; part < Gradient.Count; part++)
        {
            Tensor<int> ids = Gradient[part].Ids;
            _backend.Download(ids, _idsOnHost.AsSpan(first, ids.Count));
            first += ids.Count;
        }

        foreach (int id in _idsOnHost.AsSpan(0, count))
        {
            if (id >= 0) _touched[id / WordBits] |= 1UL << (id % WordBits);
        }
    }

    private int CountTouched()
    {
        int count = 0;
        for (int word = 0; word < _touched.Length; word++)
        {
            _before[word] = count;
            count += BitOperations.PopCount(_touched[word]);
        }

        return count;
    }

    private ReadOnlySpan<int> TouchedRows(int count)
    {
        if (_rowsOnHost.Length < count) _rowsOnHost = new int[Roomy(count)];
        int next = 0;
        for (int word = 0; word < _touched.Length; word++)
        {
            for (ulong bits = _touched[word]; bits != 0; bits &= bits - 1)
                _rowsOnHost[next++] = (word * WordBits) + BitOperations.TrailingZeroCount(bits);
        }

        return _rowsOnHost.AsSpan(0, count);
    }

    /// <summary>A size with room for somewhat larger batches.</summary>
    private static int Roomy(int count) => count + (count / 4);

    /// <summary>The number of touched rows before a touched row.</summary>
    private int PlaceOf(int row) =>
        _before[row / WordBits] + BitOperations.PopCount(_touched[row / WordBits] & ((1UL << (row % WordBits)) - 1));

    private Tensor<int> Upload(ReadOnlySpan<int> numbers)
    {
        Tensor<int> tensor = _ids.Allocate(1, numbers.Length);
        _backend.Upload(numbers, tensor);
        return tensor;
    }
}
