using System.Buffers;
using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.LanguageModels;

/// <summary>
/// The recurrent states of parallel streams of text between two windows, in memory of their own. They are carried without their gradient, which is what
/// truncates back-propagation through time.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class StreamStates<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LanguageModelArchitecture _architecture;
    private readonly Storage<T>? _storage;
    private readonly CellState<T>[] _carried;
    private readonly int _streams, _first;

    /// <summary>Allocates the states of some streams, all zero.</summary>
    /// <param name="backend">The device that holds them.</param>
    /// <param name="architecture">The model's architecture.</param>
    /// <param name="streams">B, the number of streams.</param>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The device does not have the memory for them.</exception>
    public StreamStates(Backend<T> backend, LanguageModelArchitecture architecture, int streams)
        : this(architecture, Allocate(backend, architecture, streams))
    {
        _storage = Values.Storage;
        backend.Clear(Values);
    }

    private StreamStates(StreamStates<T> shared, int first)
    {
        (_architecture, Values, _streams, _first) = (shared._architecture, shared.Values, shared._streams, first);
        _carried = new CellState<T>[_architecture.Layers];
    }

    /// <summary>The states of the streams from one on, in the same memory: those of a shard of the streams.</summary>
    public StreamStates<T> From(int first) => new(this, first);

    /// <summary>States in memory that belongs to the caller, <c>[directions · layers · B, state's width]</c>.</summary>
    internal StreamStates(LanguageModelArchitecture architecture, Tensor<T> values)
    {
        (_architecture, Values, _streams) = (architecture, values, values.Rows / architecture.States);
        _carried = new CellState<T>[architecture.Layers];
    }

    /// <summary>All numbers, <c>[directions · layers · B, state's width]</c>: in each row h of a layer, then c of cells with a memory.</summary>
    public Tensor<T> Values { get; }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _storage?.Dispose();

    /// <summary>The state of each layer of a direction, for the first streams, copied to the tape.</summary>
    internal ReadOnlySpan<CellState<T>> Load(Tape<T> tape, int direction, int streams)
    {
        for (int layer = 0; layer < _carried.Length; layer++)
        {
            (Variable<T> hidden, Variable<T> memory) = Of(direction, layer, streams);
            _carried[layer] = new CellState<T>(Copied(tape, hidden), memory.Columns == 0 ? default : Copied(tape, memory));
        }

        return _carried;
    }

    /// <summary>Keeps the states in which a window has ended.</summary>
    internal void Save(Tape<T> tape, int direction, PackedSteps steps, StackStates<T> states)
    {
        Tensor<int> last = LastRows(tape, steps);
        for (int layer = 0; layer < _carried.Length; layer++)
        {
            (Variable<T> hidden, Variable<T> memory) = Of(direction, layer, steps.Sequences);
            Embed<T>.Apply(tape, Variable<T>.Constant(states.Outputs[layer].Value), last, hidden);
            if (memory.Columns > 0) Copy<T>.Apply(tape, Variable<T>.Constant(states.Memories[layer].ForwardEnd.Value), memory);
        }
    }

    private static Tensor<T> Allocate(Backend<T> backend, LanguageModelArchitecture architecture, int streams)
    {
        long rows = (long)architecture.States * streams;
        int length = TensorSize.Of(rows, architecture.StateWidth);
        return new Tensor<T>(backend.Allocate<T>(length), 0, (int)rows, architecture.StateWidth);
    }

    private static Variable<T> Copied(Tape<T> tape, Variable<T> kept)
    {
        Variable<T> copy = Variable<T>.Constant(tape.NewTensor(kept.Rows, kept.Columns));
        Copy<T>.Apply(tape, kept, copy);
        return copy;
    }

    private static Tensor<int> LastRows(Tape<T> tape, PackedSteps steps)
    {
        int[] rows = ArrayPool<int>.Shared.Rent(steps.Sequences);
        for (int sequence = 0; sequence < steps.Sequences; sequence++) rows[sequence] = steps.LastRow(sequence);
        Tensor<int> ids = tape.NewIds(rows.AsSpan(0, steps.Sequences));
        ArrayPool<int>.Shared.Return(rows);
        return ids;
    }

    /// <summary>The kept state of a layer for the first streams; the memory has no columns if the cell has none.</summary>
    private CellState<T> Of(int direction, int layer, int streams)
    {
        int place = (direction * _architecture.Layers) + layer, width = _architecture.Width;
        var state = Variable<T>.Constant(Values.SliceRows((place * _streams) + _first, streams));
        return new CellState<T>(state.SliceColumns(0, width), state.SliceColumns(width, state.Columns - width));
    }
}
