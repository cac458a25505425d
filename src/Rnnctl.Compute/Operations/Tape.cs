using System.Buffers;
using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Reverse-mode differentiation. During the forward pass each operation leaves a record; <see cref="Backward()"/> runs the records from the last to the first.
/// Values live in an arena until <see cref="Reset"/>; records are stored in one reusable list per type, so that a steady training step allocates nothing.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Tape<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Arena<T> _arena;
    private readonly Arena<int> _ids;
    private readonly Dictionary<Type, OperationLog> _logs = [];
    private readonly List<(OperationLog Log, int Index)> _order = [];

    /// <summary>A tape over a backend.</summary>
    /// <param name="backend">The device that computes.</param>
    /// <param name="recording">False for inference: no gradients, no records, no dropout.</param>
    public Tape(Backend<T> backend, bool recording = true)
    {
        Backend = backend;
        Recording = recording;
        _arena = new Arena<T>(backend.Allocate<T>);
        _ids = new Arena<int>(backend.Allocate<int>);
    }

    /// <summary>The device that computes.</summary>
    public Backend<T> Backend { get; }

    /// <summary>Whether operations are recorded and variables have gradients.</summary>
    public bool Recording { get; }

    /// <summary>A new variable with undefined value and a gradient of zero; without a gradient if the tape does not record.</summary>
    public Variable<T> NewVariable(int rows, int columns)
    {
        Tensor<T> value = _arena.Allocate(rows, columns);
        if (!Recording) return Variable<T>.Constant(value);
        Tensor<T> gradient = _arena.Allocate(rows, columns);
        Backend.Clear(gradient);
        return new Variable<T>(value, gradient);
    }

    /// <summary>
    /// A new variable with undefined value that depends only on <paramref name="source"/>. It has a gradient only if the source has one, so that constants
    /// cause no work.
    /// </summary>
    public Variable<T> NewVariableFrom(Variable<T> source, int rows, int columns) =>
        source.HasGradient ? NewVariable(rows, columns) : Variable<T>.Constant(NewTensor(rows, columns));

    /// <summary>Working memory with undefined content, for the values that a forward pass saves.</summary>
    public Tensor<T> NewTensor(int rows, int columns) => _arena.Allocate(rows, columns);

    /// <summary>A constant of zeros, for example an initial state.</summary>
    public Variable<T> NewZeros(int rows, int columns)
    {
        Tensor<T> value = _arena.Allocate(rows, columns);
        Backend.Clear(value);
        return Variable<T>.Constant(value);
    }

    /// <summary>Ids of tokens or labels on the device, <c>[1, count]</c>.</summary>
    public Tensor<int> NewIds(ReadOnlySpan<int> ids)
    {
        Tensor<int> tensor = NewIds(ids.Length);
        Backend.Upload(ids, tensor);
        return tensor;
    }

    /// <summary>The numbers of the rows of a packed batch, <c>[1, N]</c>: see <see cref="PackedSteps.RowNumbers"/>.</summary>
    public Tensor<int> NewRowNumbers(PackedSteps steps)
    {
        int[] numbers = ArrayPool<int>.Shared.Rent(steps.Tokens);
        steps.RowNumbers(numbers.AsSpan(0, steps.Tokens));
        return NewIdsOfRented(numbers, steps.Tokens);
    }

    /// <summary>The row of its neighbour for each row of a packed batch, <c>[1, N]</c>: see <see cref="PackedSteps.Neighbours"/>.</summary>
    public Tensor<int> NewNeighbours(PackedSteps steps, int distance)
    {
        int[] rows = ArrayPool<int>.Shared.Rent(steps.Tokens);
        steps.Neighbours(distance, rows.AsSpan(0, steps.Tokens));
        return NewIdsOfRented(rows, steps.Tokens);
    }

    /// <summary>The number of its sequence for each row of a packed batch, <c>[1, N]</c>: see <see cref="PackedSteps.SequenceNumbers"/>.</summary>
    public Tensor<int> NewSequenceNumbers(PackedSteps steps)
    {
        int[] numbers = ArrayPool<int>.Shared.Rent(steps.Tokens);
        steps.SequenceNumbers(numbers.AsSpan(0, steps.Tokens));
        return NewIdsOfRented(numbers, steps.Tokens);
    }

    /// <summary>
    /// The numbers of the symbols of packed batches, <c>[1, count]</c>: see <see cref="PackedSteps.SymbolNumbers"/>. The same symbol of the same sequence has
    /// the same number in all batches.
    /// </summary>
    /// <param name="steps">The shape of each batch.</param>
    /// <param name="symbols">The symbols of one batch after the other, <c>[count]</c>, a multiple of N.</param>
    public Tensor<int> NewSymbolNumbers(PackedSteps steps, ReadOnlySpan<int> symbols)
    {
        int[] numbers = ArrayPool<int>.Shared.Rent(symbols.Length);
        for (int first = 0; first < symbols.Length; first += steps.Tokens)
            steps.SymbolNumbers(symbols.Slice(first, steps.Tokens), numbers.AsSpan(first, steps.Tokens));
        return NewIdsOfRented(numbers, symbols.Length);
    }

    /// <summary>Memory for ids on the device, <c>[1, count]</c>, with undefined content.</summary>
    public Tensor<int> NewIds(int count) => _ids.Allocate(1, count);

    /// <summary>Records an operation, if the tape records.</summary>
    public void Record<TOperation>(in TOperation operation)
        where TOperation : struct, IOperation<T>
    {
        if (!Recording) return;
        if (!_logs.TryGetValue(typeof(TOperation), out OperationLog? log)) _logs[typeof(TOperation)] = log = new OperationLog<TOperation>();
        _order.Add((log, ((OperationLog<TOperation>)log).Add(operation)));
    }

    /// <summary>Adds the derivative of the loss by each variable to the variable's gradient.</summary>
    /// <param name="loss">The loss, <c>[1, 1]</c>.</param>
    /// <exception cref="InvalidOperationException">The tape does not record.</exception>
    public void Backward(Variable<T> loss)
    {
        if (!Recording) throw new InvalidOperationException("this tape does not record");
        Backend.Fill(loss.Gradient, T.One);
        Backward();
    }

    /// <summary>Runs the backward pass from gradients that the caller has written into the outputs.</summary>
    public void Backward()
    {
        for (int i = _order.Count - 1; i >= 0; i--) _order[i].Log.Backward(this, _order[i].Index);
    }

    /// <summary>Adds row i of some gradients to row ids[i] of a table's gradient; skips negative ids. The gradients stay in use until the next reset.</summary>
    /// <param name="table">The table <c>[V, E]</c>, which has a gradient.</param>
    /// <param name="gradients">The gradients, <c>[N, E]</c>.</param>
    /// <param name="ids">The table's rows, <c>[1, N]</c>.</param>
    public void AddRows(Variable<T> table, Tensor<T> gradients, Tensor<int> ids)
    {
        if (table.RowGradient is { } rows) rows.Add(gradients, ids);
        else Backend.ScatterAddRows(gradients, ids, table.Gradient);
    }

    /// <summary>Removes all records and frees the memory of all values.</summary>
    public void Reset()
    {
        _order.Clear();
        foreach (OperationLog log in _logs.Values) log.Clear();
        _arena.Reset();
        _ids.Reset();
    }

    /// <summary>Releases the memory to the device.</summary>
    public void Dispose()
    {
        _arena.Dispose();
        _ids.Dispose();
    }

    private Tensor<int> NewIdsOfRented(int[] numbers, int count)
    {
        Tensor<int> tensor = NewIds(numbers.AsSpan(0, count));
        ArrayPool<int>.Shared.Return(numbers);
        return tensor;
    }

    private abstract class OperationLog
    {
        public abstract void Backward(Tape<T> tape, int index);

        public abstract void Clear();
    }

    private sealed class OperationLog<TOperation> : OperationLog
        where TOperation : struct, IOperation<T>
    {
        private readonly List<TOperation> _operations = [];

        public int Add(in TOperation operation)
        {
            _operations.Add(operation);
            return _operations.Count - 1;
        }

        public override void Backward(Tape<T> tape, int index) => _operations[index].Backward(tape);

        public override void Clear() => _operations.Clear();
    }
}
