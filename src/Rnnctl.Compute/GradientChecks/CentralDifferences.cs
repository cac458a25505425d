namespace Rnnctl.Compute.GradientChecks;

/// <summary>
/// Checks a gradient against central differences of s = Σ p y:
/// <code>
/// ds/dx ≈ D(ε) = (s(x + ε) - s(x - ε)) / 2ε
/// </code>
/// Their error is of order ε². If a gradient fails this check, Richardson extrapolation decides, whose error is of order ε⁴, so that the check accepts right
/// gradients of functions with high curvature:
/// <code>
/// ds/dx ≈ (4 D(ε) - D(2ε)) / 3
/// </code>
/// </summary>
internal static class CentralDifferences
{
    /// <summary>Compares the gradient of one input with its differences, element by element, and returns the differences too.</summary>
    /// <param name="run">The case on the device that computes the differences.</param>
    /// <param name="input">The input's index in the case.</param>
    /// <param name="gradient">The gradient from a backward pass.</param>
    /// <param name="subject">The name of the checked case.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="tolerance">The largest relative error that passes.</param>
    public static (TensorCheck Check, double[] Differences) Check(
        CaseRun<double> run, int input, double[] gradient, string subject, double epsilon, double tolerance)
    {
        double[] differences = Of(run, input, epsilon);
        TensorCheck check = Compare(differences);
        if (check.Passed) return (check, differences);
        differences = [.. differences.Zip(Of(run, input, 2 * epsilon), Extrapolate)];
        return (Compare(differences), differences);

        TensorCheck Compare(double[] numeric) => TensorCheck.Compare(subject, run.Case.Inputs[input], gradient, numeric, tolerance);
    }

    /// <summary>Richardson extrapolation from two differences; the second one has twice the step.</summary>
    public static double Extrapolate(double difference, double ofTwiceTheStep) => ((4 * difference) - ofTwiceTheStep) / 3;

    private static double[] Of(CaseRun<double> run, int input, double epsilon)
    {
        IReadOnlyList<double> values = run.Case.Inputs[input].Values;
        double[] differences = new double[values.Count];
        for (int i = 0; i < differences.Length; i++)
        {
            double above = values[i] + epsilon, below = values[i] - epsilon;
            run.SetValue(input, i, above);
            double sumAbove = run.Projection();
            run.SetValue(input, i, below);
            double sumBelow = run.Projection();
            run.SetValue(input, i, values[i]);

            // The actual step after rounding of x + ε and x - ε.
            differences[i] = (sumAbove - sumBelow) / (above - below);
        }

        return differences;
    }
}
