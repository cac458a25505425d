using Rnnctl.Inference.Configurations;

namespace Rnnctl.Training.Tests.Optimizers;

/// <summary>The optimisers' rules from their papers, a parameter at a time in double: it shares no code with those under test.</summary>
internal sealed class ScalarOptimizer(TrainingConfiguration options, double[] start)
{
    private readonly double[] _momentum = new double[start.Length], _square = new double[start.Length];
    private int _step;

    public double[] Parameters { get; } = [.. start];

    /// <summary>One step; the norm of the gradients after clipping by value.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="isTouched">Whether a parameter takes part; the others and their moments stay. Null if all do.</param>
    public double Step(double[] gradients, double rate, Func<int, bool>? isTouched = null)
    {
        _step++;
        double[] clipped = [.. gradients.Select(g => options.ClipValue is { } limit ? Math.Clamp(g, -limit, limit) : g)];
        double norm = Math.Sqrt(clipped.Sum(g => g * g));
        double shrink = options.ClipNorm is { } longest ? Math.Min(1, longest / norm) : 1;
        for (int i = 0; i < clipped.Length; i++)
        {
            if (isTouched is null || isTouched(i)) Parameters[i] = Next(i, clipped[i] * shrink, rate);
        }

        return norm;
    }

    private double Next(int i, double gradient, double rate)
    {
        double theta = Parameters[i];
        double g = options.Optimizer == OptimizerKind.Adamw ? gradient : gradient + (options.WeightDecay * theta);
        switch (options.Optimizer)
        {
            case OptimizerKind.Sgd:
                return theta - (rate * g);
            case OptimizerKind.Momentum:
                _momentum[i] = (0.9 * _momentum[i]) + g;
                return theta - (rate * _momentum[i]);
            case OptimizerKind.Adagrad:
                _square[i] += g * g;
                return theta - (rate * g / (Math.Sqrt(_square[i]) + 1e-10));
            case OptimizerKind.Rmsprop:
                _square[i] = (0.99 * _square[i]) + (0.01 * g * g);
                return theta - (rate * g / (Math.Sqrt(_square[i]) + 1e-8));
            case OptimizerKind.Adam:
                return theta - AdamStep(i, g, rate);
            case OptimizerKind.Adamw:
                return theta - (rate * options.WeightDecay * theta) - AdamStep(i, g, rate);
            default:
                throw new NotSupportedException($"write down the rule of {options.Optimizer} here");
        }
    }

    private double AdamStep(int i, double g, double rate)
    {
        _momentum[i] = (0.9 * _momentum[i]) + (0.1 * g);
        _square[i] = (0.999 * _square[i]) + (0.001 * g * g);
        double m = _momentum[i] / (1 - Math.Pow(0.9, _step)), v = _square[i] / (1 - Math.Pow(0.999, _step));
        return rate * m / (Math.Sqrt(v) + 1e-8);
    }
}
