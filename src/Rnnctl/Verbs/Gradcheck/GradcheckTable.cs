using System.Globalization;
using Rnnctl.Compute.GradientChecks;

namespace Rnnctl.Verbs.Gradcheck;

/// <summary>The lines that <c>rnnctl gradcheck</c> prints for people.</summary>
/// <param name="width">How wide the subjects' column is.</param>
internal sealed class GradcheckTable(int width)
{
    /// <summary>The line above the rows.</summary>
    public string Heading => $"{"subject".PadRight(width)} {"tensor",-24} {"shape",-12} {"abs error",10} {"rel error",10}  verdict";

    /// <summary>A row for each tensor of a case, and one for its directions where it has any.</summary>
    public IEnumerable<string> Rows(GradcheckOutcome outcome) =>
        outcome.Direction is { } direction ? outcome.Tensors.Select(Row).Append(Row(direction)) : outcome.Tensors.Select(Row);

    /// <summary>What passed in all.</summary>
    public static string Summary(IReadOnlyList<GradcheckOutcome> outcomes, double tolerance, string device)
    {
        TensorCheck[] tensors = [.. outcomes.SelectMany(outcome => outcome.Tensors)];
        DirectionCheck[] directions = [.. outcomes.Select(outcome => outcome.Direction).OfType<DirectionCheck>()];
        string ofDirections = directions.Length == 0 ? "" : $", and {directions.Count(check => check.Passed)} of {directions.Length} forward passes,";
        return $"{tensors.Count(check => check.Passed)} of {tensors.Length} tensors{ofDirections} passed at tolerance {Number(tolerance)} on {device}";
    }

    private string Row(TensorCheck check) =>
        Row(check.Subject, check.Tensor, $"[{check.Rows}, {check.Columns}]", Number(check.MaxAbsoluteError), check.MaxRelativeError, check.Passed);

    private string Row(DirectionCheck check)
    {
        string wrong = check.WrongTensors.Count == 0 ? "" : $" in {string.Join(", ", check.WrongTensors)}";
        return Row(check.Subject, "(forward pass)", "", "", check.MaxRelativeError, check.Passed) + wrong;
    }

    private string Row(string subject, string tensor, string shape, string absoluteError, double relativeError, bool passed) =>
        $"{subject.PadRight(width)} {tensor,-24} {shape,-12} {absoluteError,10} {Number(relativeError),10}  {(passed ? "ok" : "WRONG")}";

    private static string Number(double value) => value.ToString("0.0e+00", CultureInfo.InvariantCulture);
}
