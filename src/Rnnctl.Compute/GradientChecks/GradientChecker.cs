using System.Numerics;
using Rnnctl.Compute.Backends;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>
/// Compares the gradients of a case with central differences. The output y is projected on fixed random numbers p: the checked function is the scalar s = Σ p
/// y, so that the gradient of every output is tested.
/// </summary>
public static class GradientChecker
{
    /// <summary>Checks every tensor of a case.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="gradientCase">The case.</param>
    /// <param name="epsilon">ε, the step of the differences: 1e-5 balances rounding errors and curvature in double precision.</param>
    /// <param name="tolerance">The largest relative error of a tensor that passes: see <see cref="TensorCheck.MaxRelativeError"/>.</param>
    public static IReadOnlyList<TensorCheck> Check(Backend<double> backend, GradientCase gradientCase, double epsilon, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(gradientCase);
        using var run = new CaseRun<double>(backend, gradientCase);
        double[][] gradients = run.Gradients();
        return
        [
            .. gradients.Select((gradient, input) =>
                CentralDifferences.Check(run, input, gradient, gradientCase.Subject, epsilon, tolerance).Check),
        ];
    }

    /// <summary>
    /// Checks every tensor of a case on a device that is too slow for thousands of forward passes. The CPU computes central differences of the case's
    /// <see cref="GradientCase.Specification"/>, and the device's gradients are compared with them. In addition, the device's own forward pass is differenced
    /// along a few random directions over all tensors. The first check finds a wrong gradient; the second finds a wrong forward pass with a consistent
    /// gradient.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="cpu">The CPU; <see cref="Check"/> checks its gradients.</param>
    /// <param name="gradientCase">The case.</param>
    /// <param name="epsilon">ε, the step of the differences.</param>
    /// <param name="tolerance">The largest relative error of a tensor or a direction that passes.</param>
    public static DeviceCheck CheckDevice(
        Backend<double> device, Backend<double> cpu, GradientCase gradientCase, double epsilon, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(gradientCase);
        using var onDevice = new CaseRun<double>(device, gradientCase);
        using var onCpu = new CaseRun<double>(cpu, gradientCase.Specification);
        double[][] gradients = onDevice.Gradients();
        (TensorCheck Check, double[] Differences)[] tensors =
        [
            .. gradients.Select((gradient, input) => CentralDifferences.Check(onCpu, input, gradient, gradientCase.Subject, epsilon, tolerance)),
        ];
        double[][] differences = Array.ConvertAll(tensors, tensor => tensor.Differences);
        var directions = new DirectionalDifferences(onDevice, gradients, differences, epsilon, tolerance);
        return new DeviceCheck(Array.ConvertAll(tensors, tensor => tensor.Check), directions.Check());
    }

    /// <summary>
    /// Compares the gradients and the output of a case on a device with those of a reference device in double precision. It is used for single precision, where
    /// central differences are lost in rounding errors, and where thousands of forward passes take too long.
    /// </summary>
    /// <param name="backend">The device.</param>
    /// <param name="reference">The reference device; <see cref="Check"/> checks its gradients.</param>
    /// <param name="gradientCase">The case.</param>
    /// <param name="tolerance">The largest relative error of a tensor that passes: see <see cref="TensorCheck.MaxRelativeError"/>.</param>
    public static IReadOnlyList<TensorCheck> Compare<T>(Backend<T> backend, Backend<double> reference, GradientCase gradientCase, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradientCase);
        using var run = new CaseRun<T>(backend, gradientCase);
        using var expected = new CaseRun<double>(reference, gradientCase);
        double[] y = [.. expected.Output()];
        return
        [
            .. run.Gradients().Zip(expected.Gradients(), gradientCase.Inputs).Select(tensor =>
                TensorCheck.Compare(gradientCase.Subject, tensor.Third, tensor.First, tensor.Second, tolerance)),
            TensorCheck.Compare(gradientCase.Subject, new GradientInput("(output)", 1, y.Length, y), Doubles(run.Output()), y, tolerance),
        ];
    }

    private static double[] Doubles<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T> => Array.ConvertAll(numbers.ToArray(), double.CreateChecked);
}
