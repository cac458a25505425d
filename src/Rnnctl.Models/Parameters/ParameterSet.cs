using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Parameters;

/// <summary>
/// All parameters of a model in one block of memory, and their gradients in another block of the same layout, so that an
/// optimiser's step or a norm is one pass. Each parameter starts at a cache line; the gaps stay zero. After these come the tables whose
/// gradients are kept by rows (<see cref="ParameterShape.ByRows"/>), and last the frozen parameters, which have no gradients.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class ParameterSet<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Alignment = 16;

    // A large table's initial values are converted piece by piece, so that no second copy of it is in memory.
    private const int LongestPiece = 1 << 16;

    private readonly Dictionary<string, (ParameterShape Shape, int Offset)> _places = [];
    private readonly Storage<T> _values;
    private readonly Storage<T>? _gradients;
    private readonly RowTable<T>[] _tables = [];
    private readonly bool _ownsValues = true;

    /// <summary>Allocates the parameters, all zero.</summary>
    /// <param name="backend">The device that holds them.</param>
    /// <param name="shapes">Their names and shapes.</param>
    /// <param name="learning">Whether to allocate gradients.</param>
    /// <exception cref="Compute.Devices.DeviceMemoryException">Together they are too large for a tensor or for the device's memory.</exception>
    public ParameterSet(Backend<T> backend, IReadOnlyList<ParameterShape> shapes, bool learning)
    {
        Backend = backend;
        Shapes = shapes;
        Place(shape => shape is { Frozen: false, ByRows: false });
        DenseLength = Length;
        Place(shape => shape is { Frozen: false, ByRows: true });
        LearntLength = Length;
        Place(shape => shape.Frozen);
        _values = backend.Allocate<T>(Length);
        backend.Clear(Values);
        if (!learning) return;
        (_gradients, _tables) = NewGradients();
    }

    private ParameterSet(ParameterSet<T> shared, Backend<T> backend, bool learning)
    {
        (Backend, Shapes, _places, _values, _ownsValues) = (backend, shared.Shapes, shared._places, shared._values, false);
        (Length, DenseLength, LearntLength) = (shared.Length, shared.DenseLength, shared.LearntLength);
        if (learning) (_gradients, _tables) = NewGradients();
    }

    /// <summary>The device that they live on.</summary>
    public Backend<T> Backend { get; }

    /// <summary>The names and shapes, in the model's order.</summary>
    public IReadOnlyList<ParameterShape> Shapes { get; }

    /// <summary>The number of elements of <see cref="Values"/>, gaps included.</summary>
    public int Length { get; private set; }

    /// <summary>The number of elements of the parameters with gradients for all of their numbers, gaps included. They come first.</summary>
    public int DenseLength { get; }

    /// <summary>The number of elements of the parameters that are not frozen, gaps included.</summary>
    public int LearntLength { get; }

    /// <summary>The number of elements of all parameters, frozen ones included, without gaps.</summary>
    public long Count => Shapes.Sum(shape => (long)shape.Count);

    /// <summary>All values, <c>[1, length]</c>.</summary>
    public Tensor<T> Values => new(_values, 0, 1, Length);

    /// <summary>The values of the parameters with gradients for all of their numbers, <c>[1, dense length]</c>.</summary>
    public Tensor<T> DenseValues => new(_values, 0, 1, DenseLength);

    /// <summary>Their gradients, <c>[1, dense length]</c>; <c>default</c> if the set has no gradients.</summary>
    public Tensor<T> Gradients => _gradients is null ? default : new Tensor<T>(_gradients, 0, 1, DenseLength);

    /// <summary>The tables whose gradients are kept by rows; none if the set has no gradients.</summary>
    public ReadOnlySpan<RowTable<T>> Tables => _tables;

    /// <summary>A parameter by its name.</summary>
    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    public Variable<T> this[string name]
    {
        get
        {
            (ParameterShape shape, int offset) = _places[name];
            var value = new Tensor<T>(_values, offset, shape.Rows, shape.Columns);
            if (_gradients is null || shape.Frozen) return Variable<T>.Constant(value);
            return shape.ByRows
                ? Variable<T>.Constant(value) with { RowGradient = Array.Find(_tables, table => table.Offset == offset)!.Gradient }
                : new Variable<T>(value, value with { Storage = _gradients });
        }
    }

    /// <summary>The same parameters, in the same memory, with gradients of their own: those of a shard of a batch.</summary>
    /// <param name="worker">The worker of this set's backend that computes them.</param>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The gradients do not fit memory.</exception>
    public ParameterSet<T> ForShard(Backend<T> worker) => new(this, worker, learning: true);

    /// <summary>The same parameters, in the same memory, without gradients: for a backend that runs the model beside this set's.</summary>
    /// <param name="worker">A backend over the memory of this set's, such as two of the CPU. The memory belongs to this set.</param>
    public ParameterSet<T> ForRunning(Backend<T> worker) => new(this, worker, learning: false);

    /// <summary>Adds the gradients of a shard. Those of its tables stay in the memory of the shard's tape.</summary>
    public void AddGradients(ParameterSet<T> shard)
    {
        Backend.Map(default(Accumulate), Gradients, shard.Gradients, shard.Gradients);
        for (int table = 0; table < _tables.Length; table++) _tables[table].Gradient.Add(shard._tables[table].Gradient);
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        Backend.Clear(Gradients);
        foreach (RowTable<T> table in _tables) table.Clear();
    }

    /// <summary>
    /// Takes the memory of an optimiser's two moments and frees it at once, so that a model which cannot be trained is refused before its initial values
    /// are drawn, which may take hours.
    /// </summary>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The device does not have that much memory.</exception>
    public void RequireRoomForMoments()
    {
        using Storage<T> first = Backend.Allocate<T>(LearntLength), second = Backend.Allocate<T>(LearntLength);
    }

    /// <summary>Sets all parameters to their initial values.</summary>
    public void Initialize(ulong seed)
    {
        var piece = new T[LongestPiece];
        for (int place = 0; place < Shapes.Count; place++)
        {
            ReadOnlySpan<double> drawn = Initialization.Draw(Shapes[place], seed, (uint)place);
            Tensor<T> target = this[Shapes[place].Name].Value.AsRow();
            for (int first = 0; first < drawn.Length; first += piece.Length)
            {
                ReadOnlySpan<double> values = drawn.Slice(first, Math.Min(piece.Length, drawn.Length - first));
                for (int i = 0; i < values.Length; i++) piece[i] = T.CreateTruncating(values[i]);
                Backend.Upload<T>(piece.AsSpan(0, values.Length), target.SliceColumns(first, values.Length));
            }
        }
    }

    /// <summary>Sets a parameter's value, row after row.</summary>
    public void Write(string name, ReadOnlySpan<T> values) => Backend.Upload(values, this[name].Value);

    /// <summary>Reads a parameter's value, row after row.</summary>
    public void Read(string name, Span<T> values) => Backend.Download(this[name].Value, values);

    /// <summary>The offset of a parameter in <see cref="Values"/> and in other tensors of the same layout (an optimiser's moments).</summary>
    public int OffsetOf(string name) => _places[name].Offset;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsValues) _values.Dispose();
        _gradients?.Dispose();
        foreach (RowTable<T> table in _tables) table.Dispose();
    }

    private (Storage<T> Gradients, RowTable<T>[] Tables) NewGradients()
    {
        Storage<T> gradients = Backend.Allocate<T>(DenseLength);
        Backend.Clear(new Tensor<T>(gradients, 0, 1, DenseLength));
        return (gradients, [.. Shapes.Where(shape => shape is { Frozen: false, ByRows: true }).Select(NewTable)]);
    }

    private RowTable<T> NewTable(ParameterShape shape)
    {
        int offset = OffsetOf(shape.Name);
        bool isVector = shape.Dimensions.Count == 1;
        return new RowTable<T>(Backend, new Tensor<T>(_values, offset, isVector ? shape.Columns : shape.Rows, isVector ? 1 : shape.Columns));
    }

    private void Place(Func<ParameterShape, bool> included)
    {
        foreach (ParameterShape shape in Shapes.Where(included))
        {
            _places.Add(shape.Name, (shape, Length));
            Length = TensorSize.Of(1, Length + (((long)shape.Count + Alignment - 1) / Alignment * Alignment));
        }
    }
}
