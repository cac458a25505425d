using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Parameters;

/// <summary>
/// All of a model's parameters, side by side in one run of memory, and their gradients in another of the same layout: so that an
/// optimiser's step, a norm or a clearing is one pass. Each parameter begins at a cache line; the gaps hold zeros and stay zero. Frozen parameters come last
/// and have no gradients.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class ParameterSet<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Alignment = 16;

    private readonly Dictionary<string, (ParameterShape Shape, int Offset)> _places = [];
    private readonly Storage<T> _values;
    private readonly Storage<T>? _gradients;

    /// <summary>Parameters of undefined value.</summary>
    /// <param name="backend">Where they live.</param>
    /// <param name="shapes">What they are.</param>
    /// <param name="learning">Whether they have gradients.</param>
    /// <exception cref="Compute.Devices.DeviceMemoryException">Together they are too many for a tensor, or for the memory there is.</exception>
    public ParameterSet(Backend<T> backend, IReadOnlyList<ParameterShape> shapes, bool learning)
    {
        Backend = backend;
        Shapes = shapes;
        Place(frozen: false);
        LearntLength = Length;
        Place(frozen: true);
        _values = backend.Allocate<T>(Length);
        backend.Clear(Values);
        if (!learning) return;
        _gradients = backend.Allocate<T>(LearntLength);
        backend.Clear(Gradients);
    }

    /// <summary>The device that they live on.</summary>
    public Backend<T> Backend { get; }

    /// <summary>What the parameters are, in the model's order.</summary>
    public IReadOnlyList<ParameterShape> Shapes { get; }

    /// <summary>The numbers of all parameters and of the gaps between them.</summary>
    public int Length { get; private set; }

    /// <summary>The numbers of the parameters that are not frozen and of the gaps between them: the first of <see cref="Length"/>.</summary>
    public int LearntLength { get; }

    /// <summary>The number of parameters, frozen ones among them.</summary>
    public long Count => Shapes.Sum(shape => (long)shape.Count);

    /// <summary>All values, <c>[1, length]</c>.</summary>
    public Tensor<T> Values => new(_values, 0, 1, Length);

    /// <summary>The values that are not frozen, <c>[1, learnt length]</c>.</summary>
    public Tensor<T> LearntValues => new(_values, 0, 1, LearntLength);

    /// <summary>Their gradients, <c>[1, learnt length]</c>; <c>default</c> of a set that does not learn.</summary>
    public Tensor<T> Gradients => _gradients is null ? default : new Tensor<T>(_gradients, 0, 1, LearntLength);

    /// <summary>A parameter by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Variable<T> this[string name]
    {
        get
        {
            (ParameterShape shape, int offset) = _places[name];
            var value = new Tensor<T>(_values, offset, shape.Rows, shape.Columns);
            return new Variable<T>(value, _gradients is null || shape.Frozen ? default : value with { Storage = _gradients });
        }
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

    /// <summary>Draws all initial values from a seed.</summary>
    public void Initialize(ulong seed)
    {
        for (int place = 0; place < Shapes.Count; place++)
        {
            double[] drawn = Initialization.Draw(Shapes[place], seed, (uint)place);
            Write(Shapes[place].Name, Array.ConvertAll(drawn, T.CreateTruncating));
        }
    }

    /// <summary>Sets a parameter's value, row after row.</summary>
    public void Write(string name, ReadOnlySpan<T> values) => Backend.Upload(values, this[name].Value);

    /// <summary>Reads a parameter's value, row after row.</summary>
    public void Read(string name, Span<T> values) => Backend.Download(this[name].Value, values);

    /// <summary>Where a parameter lies in <see cref="Values"/>, for what else has the same layout (an optimiser's moments).</summary>
    public int OffsetOf(string name) => _places[name].Offset;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _values.Dispose();
        _gradients?.Dispose();
    }

    private void Place(bool frozen)
    {
        foreach (ParameterShape shape in Shapes.Where(shape => shape.Frozen == frozen))
        {
            _places.Add(shape.Name, (shape, Length));
            Length = TensorSize.Of(1, Length + (((long)shape.Count + Alignment - 1) / Alignment * Alignment));
        }
    }
}
