using System.Globalization;
using System.Text.Json.Serialization;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Gradcheck;

/// <summary>The table that <c>rnnctl gradcheck</c> prints.</summary>
/// <param name="width">The width of the first column.</param>
internal sealed class GradcheckTable(int width)
{
    public string Heading => $"{"subject".PadRight(width)} {"tensor",-24} {"shape",-12} {"abs error",10} {"rel error",10}  verdict";

    /// <summary>A row for each tensor of a case, and one for its forward pass if that was checked.</summary>
    public IEnumerable<string> Rows(GradcheckOutcome outcome) =>
        outcome.Direction is { } direction ? outcome.Tensors.Select(Row).Append(Row(direction)) : outcome.Tensors.Select(Row);

    /// <summary>The last line: how many checks passed.</summary>
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

/// <summary>The JSON object of <c>rnnctl gradcheck --json</c>.</summary>
/// <param name="Device">The device.</param>
/// <param name="Epsilon">The step of the central differences.</param>
/// <param name="Tolerance">The largest relative error that passes.</param>
/// <param name="Passed">Whether everything passed.</param>
/// <param name="Checks">A row for each tensor.</param>
/// <param name="Directions">A row for the forward pass of each case. Null, and not printed, if the forward pass was not checked on its own.</param>
internal sealed record GradcheckResult(
    string Device,
    double Epsilon,
    double Tolerance,
    bool Passed,
    IReadOnlyList<GradcheckRow> Checks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<GradcheckDirection>? Directions);

/// <summary>The check of one tensor in <c>rnnctl gradcheck --json</c>.</summary>
internal sealed record GradcheckRow(string Subject, string Tensor, int[] Shape, double MaxAbsError, double MaxRelError, bool Passed)
{
    public static GradcheckRow Of(TensorCheck check) =>
        new(check.Subject, check.Tensor, [check.Rows, check.Columns], check.MaxAbsoluteError, check.MaxRelativeError, check.Passed);
}

/// <summary>The check of one forward pass along random directions in <c>rnnctl gradcheck --json</c>.</summary>
internal sealed record GradcheckDirection(string Subject, double RelError, bool Passed, IReadOnlyList<string> WrongTensors)
{
    public static GradcheckDirection Of(DirectionCheck check) => new(check.Subject, check.MaxRelativeError, check.Passed, check.WrongTensors);
}

/// <summary>The result of a case.</summary>
/// <param name="Tensors">A check for each tensor.</param>
/// <param name="Direction">The check of the device's forward pass; null if the device itself computed all differences.</param>
internal sealed record GradcheckOutcome(IReadOnlyList<TensorCheck> Tensors, DirectionCheck? Direction)
{
    public static GradcheckOutcome Of(DeviceCheck check) => new(check.Tensors, check.Direction);

    public bool Passed => Tensors.All(check => check.Passed) && Direction is not { Passed: false };
}

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(GradcheckResult))]
internal sealed partial class GradcheckJson : JsonSerializerContext;
