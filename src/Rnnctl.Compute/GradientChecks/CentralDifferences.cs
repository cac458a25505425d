namespace Rnnctl.Compute.GradientChecks;

/// <summary>
/// Central differences of a case's s = Σ p y:
/// <code>
/// ds/dx ≈ D(ε) = (s(x + ε) - s(x - ε)) / 2ε
/// </code>
/// Their error is of the order of ε². Where a gradient fails by it, Richardson's extrapolation decides, whose error is of the order of ε⁴, so that a
/// function which bends sharply is not taken for a wrong gradient:
/// <code>
/// ds/dx ≈ (4 D(ε) - D(2ε)) / 3
/// </code>
/// </summary>
internal static class CentralDifferences
{
    /// <summary>Holds the gradient of one input against its differences, number by number, and returns these too.</summary>
    /// <param name="run">Where the differences are taken.</param>
    /// <param name="input">The input's place in the case.</param>
    /// <param name="gradient">The gradient by a backward pass.</param>
    /// <param name="subject">What is checked.</param>
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

    /// <summary>Richardson's extrapolation of two differences, one of twice the other's step.</summary>
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

            // The step that was taken, after x + ε and x - ε were rounded.
            differences[i] = (sumAbove - sumBelow) / (above - below);
        }

        return differences;
    }
}
