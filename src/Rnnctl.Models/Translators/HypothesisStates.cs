using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Translators;

/// <summary>
/// Keeps the decoder's state of each hypothesis between two steps of a search, in its own memory. Several hypotheses can extend the same one, so each step
/// gathers the rows that it extends. The memory grows to the largest search and is reused.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class HypothesisStates<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Arena<T> _memory;
    private readonly List<Tensor<T>> _kept = [];
    private int _rows, _capacity;

    /// <summary>Creates an empty store on a device.</summary>
    public HypothesisStates(Backend<T> backend) => _memory = new Arena<T>(backend.Allocate<T>);

    /// <summary>Stores the state of a step.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="state">The state.</param>
    public void Save(Tape<T> tape, DecoderState<T> state)
    {
        _rows = state.Layers[0].Hidden.Rows;
        if (_rows > _capacity)
        {
            _capacity = _rows;
            Reserve(state);
        }

        int place = 0;
        foreach (CellState<T> layer in state.Layers)
        {
            Save(tape, layer.Hidden, ref place);
            Save(tape, layer.Memory, ref place);
        }

        Save(tape, state.Fed, ref place);
    }

    /// <summary>Loads the states of hypotheses that extend those at some rows.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="origins">The rows, <c>[1, hypotheses]</c>.</param>
    /// <param name="state">Receives the state; it must have the layers of the stored one.</param>
    public void Load(Tape<T> tape, Tensor<int> origins, DecoderState<T> state)
    {
        int place = 0;
        for (int layer = 0; layer < state.Layers.Length; layer++)
        {
            Variable<T> hidden = Load(tape, origins, ref place);
            state.Layers[layer] = new CellState<T>(hidden, Load(tape, origins, ref place));
        }

        state.Fed = Load(tape, origins, ref place);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void Reserve(DecoderState<T> state)
    {
        _memory.Reset();
        _kept.Clear();
        foreach (CellState<T> layer in state.Layers)
        {
            Reserve(layer.Hidden);
            Reserve(layer.Memory);
        }

        Reserve(state.Fed);
    }

    private void Reserve(Variable<T> part) => _kept.Add(part.Rows == 0 ? default : _memory.Allocate(_capacity, part.Columns));

    private void Save(Tape<T> tape, Variable<T> part, ref int place)
    {
        Tensor<T> kept = _kept[place++];
        if (part.Rows > 0) Copy<T>.Apply(tape, part, Variable<T>.Constant(kept.SliceRows(0, _rows)));
    }

    private Variable<T> Load(Tape<T> tape, Tensor<int> origins, ref int place)
    {
        Tensor<T> kept = _kept[place++];
        if (kept.Rows == 0) return default;
        Tensor<T> rows = tape.NewTensor(origins.Count, kept.Columns);
        tape.Backend.GatherRows(kept.SliceRows(0, _rows), origins, rows);
        return Variable<T>.Constant(rows);
    }
}
