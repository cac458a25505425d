namespace Rnnctl.Compute.GradientChecks;

/// <summary>The error of a tensor's gradient against central differences or another device.</summary>
/// <param name="Subject">The case.</param>
/// <param name="Tensor">The tensor's name within the case.</param>
/// <param name="Rows">The tensor's rows.</param>
/// <param name="Columns">The tensor's columns.</param>
/// <param name="MaxAbsoluteError">The largest |analytic - numeric| of all elements.</param>
/// <param name="MaxRelativeError">The absolute error divided by the tensor's largest |analytic| or |numeric|; 0 if all are 0.</param>
/// <param name="Passed">Whether the relative error is a number and no larger than the tolerance.</param>
public sealed record TensorCheck(
    string Subject, string Tensor, int Rows, int Columns, double MaxAbsoluteError, double MaxRelativeError, bool Passed)
{
    /// <summary>Compares two gradients of a tensor.</summary>
    /// <param name="subject">The case.</param>
    /// <param name="input">The tensor.</param>
    /// <param name="analytic">The gradient from the backward pass.</param>
    /// <param name="numeric">The reference gradient.</param>
    /// <param name="tolerance">The largest relative error that passes.</param>
    public static TensorCheck Compare(
        string subject, GradientInput input, ReadOnlySpan<double> analytic, ReadOnlySpan<double> numeric, double tolerance)
    {
        double error = 0, largest = 0;
        for (int i = 0; i < numeric.Length; i++)
        {
            error = Math.Max(error, Math.Abs(analytic[i] - numeric[i]));
            largest = Math.Max(largest, Math.Max(Math.Abs(analytic[i]), Math.Abs(numeric[i])));
        }

        double relative = largest == 0 ? 0 : error / largest;
        return new TensorCheck(subject, input.Name, input.Rows, input.Columns, error, relative, relative <= tolerance);
    }
}
