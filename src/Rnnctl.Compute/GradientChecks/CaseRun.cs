using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>A gradient case on a device: the values and gradients of its inputs, and a tape.</summary>
/// <typeparam name="T">The device's number.</typeparam>
internal sealed class CaseRun<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const ulong ProjectionSeed = 271828;

    private readonly Backend<T> _backend;
    private readonly Tape<T> _tape;
    private readonly Arena<T> _memory;
    private readonly Variable<T>[] _inputs;
    private double[] _projection = [];
    private T[] _output = [];

    /// <summary>Copies a case's inputs to a device.</summary>
    public CaseRun(Backend<T> backend, GradientCase gradientCase)
    {
        _backend = backend;
        Case = gradientCase;
        _tape = new Tape<T>(backend);
        _memory = new Arena<T>(backend.Allocate<T>);
        _inputs = [.. gradientCase.Inputs.Select(Place)];
    }

    /// <summary>The case.</summary>
    public GradientCase Case { get; }

    /// <summary>Changes one element of one input.</summary>
    public void SetValue(int input, int element, double value)
    {
        Tensor<T> tensor = _inputs[input].Value;
        Tensor<T> place = tensor.SliceRows(element / tensor.Columns, 1).SliceColumns(element % tensor.Columns, 1);
        _backend.Upload([T.CreateChecked(value)], place);
    }

    /// <summary>Changes all elements of all inputs.</summary>
    public void SetValues(IReadOnlyList<IReadOnlyList<double>> values)
    {
        foreach ((Variable<T> input, IReadOnlyList<double> numbers) in _inputs.Zip(values))
            _backend.Upload([.. numbers.Select(T.CreateChecked)], input.Value);
    }

    /// <summary>The output y in row order; valid until the next call.</summary>
    public ReadOnlySpan<T> Output()
    {
        Variable<T> y = Forward();
        if (_output.Length != y.Value.Count) _output = new T[y.Value.Count];
        _backend.Download(y.Value, _output.AsSpan());
        return _output;
    }

    /// <summary>Σ p y, summed on the host in double.</summary>
    public double Projection()
    {
        ReadOnlySpan<T> y = Output();
        double sum = 0;
        for (int i = 0; i < y.Length; i++) sum += double.CreateChecked(y[i]) * _projection[i];
        return sum;
    }

    /// <summary>The gradient of Σ p y by every input, from the backward pass.</summary>
    public double[][] Gradients()
    {
        Variable<T> y = Forward();
        foreach (Variable<T> input in _inputs) _backend.Clear(input.Gradient);
        _backend.Upload([.. _projection.Select(T.CreateChecked)], y.Gradient);
        _tape.Backward();
        return [.. _inputs.Select(input => Download(input.Gradient))];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _tape.Dispose();
        _memory.Dispose();
    }

    private Variable<T> Forward()
    {
        _tape.Reset();
        Variable<T> y = Case.Forward(_tape, _inputs);
        if (_projection.Length != y.Value.Count)
            _projection = [.. GradientInput.Draw(new PhiloxRandom(ProjectionSeed, stream: 0), "p", y.Rows, y.Columns).Values];
        return y;
    }

    private Variable<T> Place(GradientInput input)
    {
        var variable = new Variable<T>(_memory.Allocate(input.Rows, input.Columns), _memory.Allocate(input.Rows, input.Columns));
        _backend.Upload([.. input.Values.Select(T.CreateChecked)], variable.Value);
        return variable;
    }

    private double[] Download(Tensor<T> tensor)
    {
        var numbers = new T[tensor.Count];
        _backend.Download(tensor, numbers.AsSpan());
        return [.. numbers.Select(double.CreateChecked)];
    }
}
