using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Training.Optimizers;

/// <summary>
/// Changes a model's parameters by their gradients: clips, then takes one step of the chosen rule. Its whole state are two running moments for every
/// parameter that is not frozen, laid out as the parameters are. Of a table whose gradient is kept by rows it visits the rows that the batch has read; the
/// other rows and their moments stay as they are (as those of TensorFlow's LazyAdam do), as if these rows had been absent from the step.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Optimizer<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Backend<T> _backend;
    private readonly ParameterSet<T> _parameters;
    private readonly TrainingConfiguration _options;
    private readonly Storage<T> _first, _second;

    /// <summary>An optimiser whose moments are zero; a mean of the weights begins with those of now.</summary>
    public Optimizer(Backend<T> backend, ParameterSet<T> parameters, TrainingConfiguration options)
    {
        _backend = backend;
        _parameters = parameters;
        _options = options;
        _first = backend.Allocate<T>(parameters.LearntLength);
        _second = backend.Allocate<T>(parameters.LearntLength);
        backend.Clear(First);
        backend.Clear(Second);
        Mean = options.Ema > 0 ? new WeightMean<T>(backend, parameters, options.Ema) : null;
    }

    /// <summary>The exponential mean of the weights; null where none is asked for.</summary>
    public WeightMean<T>? Mean { get; }

    /// <summary>The first moments, <c>[1, learnt length]</c>.</summary>
    public Tensor<T> First => new(_first, 0, 1, _parameters.LearntLength);

    /// <summary>The second moments, <c>[1, learnt length]</c>.</summary>
    public Tensor<T> Second => new(_second, 0, 1, _parameters.LearntLength);

    /// <summary>Changes the parameters once, and sets their gradients to zero.</summary>
    /// <param name="number">The number of the step, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The gradients' norm, after clipping by value and before clipping by norm. Where it is not finite, nothing is changed.</returns>
    public double Step(long number, double rate)
    {
        foreach (RowTable<T> table in _parameters.Tables) table.Gather();
        double norm = Math.Sqrt(SumOfSquares());
        if (double.IsFinite(norm)) Update(number, rate, _options.ClipNorm is { } longest && norm > longest ? longest / norm : 1);
        else _backend.Clear(_parameters.Gradients);
        foreach (RowTable<T> table in _parameters.Tables) table.Clear();
        if (double.IsFinite(norm)) Mean?.Follow(number);
        return norm;
    }

    /// <summary>Frees the moments and the mean.</summary>
    public void Dispose()
    {
        Mean?.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    /// <summary>Σ g² over all gradients, after clipping by value. Rows that the batch has not read are zero.</summary>
    private double SumOfSquares()
    {
        double sum = SumOfSquares(_parameters.Gradients);
        foreach (RowTable<T> table in _parameters.Tables) sum += SumOfSquares(table.Gradients);
        return sum;
    }

    private double SumOfSquares(Tensor<T> gradients)
    {
        if (gradients.IsEmpty) return 0;
        if (_options.ClipValue is { } limit) _backend.Map(new ClipByValue(limit), gradients, gradients, gradients);
        return _backend.SumOfSquares(gradients);
    }

    private void Update(long number, double rate, double scale)
    {
        bool decoupled = _options.Optimizer == OptimizerKind.Adamw;
        var gradient = new ScaledGradient(scale, decoupled ? 0 : _options.WeightDecay);
        switch (_options.Optimizer)
        {
            case OptimizerKind.Sgd:
                Apply(new Sgd(gradient, rate));
                break;
            case OptimizerKind.Momentum:
                Apply(new Momentum(gradient, rate));
                break;
            case OptimizerKind.Adagrad:
                Apply(new Adagrad(gradient, rate));
                break;
            case OptimizerKind.Rmsprop:
                Apply(new RmsProp(gradient, rate));
                break;
            case OptimizerKind.Adam or OptimizerKind.Adamw:
                Apply(new Adam(gradient, rate, decoupled ? _options.WeightDecay : 0, number));
                break;
            default:
                throw new InvalidOperationException($"unknown optimiser {_options.Optimizer}");
        }
    }

    private void Apply<TRule>(TRule rule)
        where TRule : unmanaged, Compute.Formulas.IUpdateRule
    {
        int dense = _parameters.DenseLength;
        _backend.Update(rule, _parameters.DenseValues, _parameters.Gradients, First.SliceColumns(0, dense), Second.SliceColumns(0, dense));
        foreach (RowTable<T> table in _parameters.Tables)
            _backend.UpdateRows(rule, table.Rows, table.Gradients, table.Value, table.Value with { Storage = _first }, table.Value with { Storage = _second });
    }
}
