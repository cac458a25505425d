using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// Receives the values that the equations of a layer name, at every step: i, f, g, o, c and h of an LSTM, r, z, n and h of a GRU. Only a layer that runs step
/// by step fills it.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class ValueTrace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<TracedValue<T>> _forward = [], _reverse = [];
    private List<TracedValue<T>> _direction;
    private int _rows, _first;

    /// <summary>A trace without values.</summary>
    public ValueTrace() => _direction = _forward;

    /// <summary>The values of the forward direction, in the order of the equations; valid until the next run or the tape's reset.</summary>
    public IReadOnlyList<TracedValue<T>> Forward => _forward;

    /// <summary>The values of the reverse direction; empty without one.</summary>
    public IReadOnlyList<TracedValue<T>> Reverse => _reverse;

    /// <summary>Clears the trace.</summary>
    internal void Clear()
    {
        _forward.Clear();
        _reverse.Clear();
    }

    /// <summary>Begins a direction of a layer over N rows.</summary>
    internal void Begin(int rows, bool reverse) => (_direction, _rows, _first) = (reverse ? _reverse : _forward, rows, 0);

    /// <summary>Begins a step, whose values belong to the rows from <paramref name="first"/> on.</summary>
    internal void Visit(int first) => _first = first;

    /// <summary>Copies values of the current step, each <c>[alive, width]</c>.</summary>
    internal void Add(Tape<T> tape, params ReadOnlySpan<(string Name, Variable<T> Value)> values)
    {
        foreach ((string name, Variable<T> value) in values)
        {
            int place = _direction.FindIndex(one => one.Name == name);
            if (place < 0)
            {
                place = _direction.Count;
                _direction.Add(new TracedValue<T>(name, tape.NewTensor(_rows, value.Columns)));
            }

            Tensor<T> rows = _direction[place].Rows.SliceRows(_first, value.Rows);
            tape.Backend.Map(default(Copy<T>.Forward), rows, value.Value, value.Value);
        }
    }
}
