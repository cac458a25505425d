using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Reverse-mode differentiation: while forward code runs, each operation leaves a record; <see cref="Backward()"/> walks them from the last to the first.
/// Values live in an arena until <see cref="Reset"/>; records are kept by type in lists that are reused, so a steady training step allocates nothing.
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
    /// <param name="backend">What computes.</param>
    /// <param name="recording">False for running a model without learning: no gradients, no records, no dropout.</param>
    public Tape(Backend<T> backend, bool recording = true)
    {
        Backend = backend;
        Recording = recording;
        _arena = new Arena<T>(backend.Allocate<T>);
        _ids = new Arena<int>(backend.Allocate<int>);
    }

    /// <summary>What computes.</summary>
    public Backend<T> Backend { get; }

    /// <summary>Whether operations are recorded and variables have gradients.</summary>
    public bool Recording { get; }

    /// <summary>A variable of undefined value, its gradient zero; without a gradient where the tape does not record.</summary>
    public Variable<T> NewVariable(int rows, int columns)
    {
        Tensor<T> value = _arena.Allocate(rows, columns);
        if (!Recording) return Variable<T>.Constant(value);
        Tensor<T> gradient = _arena.Allocate(rows, columns);
        Backend.Clear(gradient);
        return new Variable<T>(value, gradient);
    }

    /// <summary>A variable of undefined value that depends on nothing but another: it has a gradient where that has one, so that no work is done for inputs
    /// that do not learn.</summary>
    public Variable<T> NewVariableFrom(Variable<T> source, int rows, int columns) =>
        source.HasGradient ? NewVariable(rows, columns) : Variable<T>.Constant(NewTensor(rows, columns));

    /// <summary>Working memory of undefined content, for what a forward pass saves.</summary>
    public Tensor<T> NewTensor(int rows, int columns) => _arena.Allocate(rows, columns);

    /// <summary>A variable of zeros without a gradient: an initial state.</summary>
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

    /// <summary>Room for ids on the device, <c>[1, count]</c>, of undefined content.</summary>
    public Tensor<int> NewIds(int count) => _ids.Allocate(1, count);

    /// <summary>Leaves an operation on the tape, where the tape records.</summary>
    public void Record<TOperation>(in TOperation operation)
        where TOperation : struct, IOperation<T>
    {
        if (!Recording) return;
        if (!_logs.TryGetValue(typeof(TOperation), out OperationLog? log)) _logs[typeof(TOperation)] = log = new OperationLog<TOperation>();
        _order.Add((log, ((OperationLog<TOperation>)log).Add(operation)));
    }

    /// <summary>Adds to every variable's gradient the derivative of the loss with respect to it.</summary>
    /// <param name="loss">The loss, <c>[1, 1]</c>.</param>
    /// <exception cref="InvalidOperationException">The tape does not record.</exception>
    public void Backward(Variable<T> loss)
    {
        if (!Recording) throw new InvalidOperationException("this tape does not record");
        Backend.Fill(loss.Gradient, T.One);
        Backward();
    }

    /// <summary>Walks back from gradients that the caller has written into the outputs.</summary>
    public void Backward()
    {
        for (int i = _order.Count - 1; i >= 0; i--) _order[i].Log.Backward(this, _order[i].Index);
    }

    /// <summary>Forgets all records and takes all values' memory back.</summary>
    public void Reset()
    {
        _order.Clear();
        foreach (OperationLog log in _logs.Values) log.Clear();
        _arena.Reset();
        _ids.Reset();
    }

    /// <summary>Gives the memory back to the device.</summary>
    public void Dispose()
    {
        _arena.Dispose();
        _ids.Dispose();
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
