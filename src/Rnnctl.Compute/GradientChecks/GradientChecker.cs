using System.Numerics;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>
/// Compares the gradients of a case with central differences. The output y is projected on fixed random numbers p first, so that
/// the checked function is the scalar s = Σ p y and no output's gradient goes untested:
/// <code>
/// ds/dx ≈ D(ε) = (s(x + ε) - s(x - ε)) / 2ε
/// </code>
/// Their error is of the order of ε². Where a tensor fails by it, Richardson's extrapolation decides, whose error is of the order of ε⁴, so that a function
/// which bends sharply is not taken for a wrong gradient:
/// <code>
/// ds/dx ≈ (4 D(ε) - D(2ε)) / 3
/// </code>
/// </summary>
public static class GradientChecker
{
    /// <summary>Checks every tensor of a case.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="gradientCase">The case.</param>
    /// <param name="epsilon">ε, the step of the differences: 1e-5 balances rounding against curvature in double.</param>
    /// <param name="tolerance">The largest relative error of a tensor that passes: see <see cref="TensorCheck.MaxRelativeError"/>.</param>
    public static IReadOnlyList<TensorCheck> Check(Backend<double> backend, GradientCase gradientCase, double epsilon, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(gradientCase);
        using var run = new CaseRun<double>(backend, gradientCase);
        double[][] gradients = run.Gradients();
        var checks = new TensorCheck[gradients.Length];
        for (int i = 0; i < checks.Length; i++)
        {
            double[] differences = Differences(run, i, epsilon);
            checks[i] = Compare(differences);
            if (!checks[i].Passed) checks[i] = Compare(Extrapolate(differences, Differences(run, i, 2 * epsilon)));

            TensorCheck Compare(double[] numeric) =>
                TensorCheck.Compare(gradientCase.Subject, gradientCase.Inputs[i], gradients[i], numeric, tolerance);
        }

        return checks;
    }

    /// <summary>
    /// Compares a case's gradients on a device, in the device's number, with those of another device in double: for devices that have single precision
    /// only, where central differences drown in rounding, and where thousands of forward passes would take too long.
    /// </summary>
    /// <param name="backend">The device.</param>
    /// <param name="reference">The device to hold it against, whose gradients are checked by <see cref="Check"/>.</param>
    /// <param name="gradientCase">The case.</param>
    /// <param name="tolerance">The largest relative error of a tensor that passes: see <see cref="TensorCheck.MaxRelativeError"/>.</param>
    public static IReadOnlyList<TensorCheck> Compare<T>(Backend<T> backend, Backend<double> reference, GradientCase gradientCase, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradientCase);
        using var run = new CaseRun<T>(backend, gradientCase);
        using var expected = new CaseRun<double>(reference, gradientCase);
        return
        [
            .. run.Gradients().Zip(expected.Gradients(), gradientCase.Inputs).Select(tensor =>
                TensorCheck.Compare(gradientCase.Subject, tensor.Third, tensor.First, tensor.Second, tolerance)),
        ];
    }

    private static double[] Extrapolate(double[] differences, double[] ofTwiceTheStep) =>
        [.. differences.Zip(ofTwiceTheStep, (one, two) => ((4 * one) - two) / 3)];

    private static double[] Differences(CaseRun<double> run, int input, double epsilon)
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
