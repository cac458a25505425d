using System.Text.Json.Serialization;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Gradcheck;

/// <summary>What <c>rnnctl gradcheck --json</c> prints.</summary>
/// <param name="Device">The device.</param>
/// <param name="Epsilon">The step of the differences.</param>
/// <param name="Tolerance">The largest relative error that passes.</param>
/// <param name="Passed">Whether everything passed.</param>
/// <param name="Checks">A row for each tensor.</param>
/// <param name="Directions">A row for each case's forward pass on a device; null, and not printed, where every number was differenced.</param>
internal sealed record GradcheckResult(
    string Device,
    double Epsilon,
    double Tolerance,
    bool Passed,
    IReadOnlyList<GradcheckRow> Checks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<GradcheckDirection>? Directions);

/// <summary>One tensor's row in <c>rnnctl gradcheck --json</c>.</summary>
internal sealed record GradcheckRow(string Subject, string Tensor, int[] Shape, double MaxAbsError, double MaxRelError, bool Passed)
{
    /// <summary>The row of a check.</summary>
    public static GradcheckRow Of(TensorCheck check) =>
        new(check.Subject, check.Tensor, [check.Rows, check.Columns], check.MaxAbsoluteError, check.MaxRelativeError, check.Passed);
}

/// <summary>One case's random directions in <c>rnnctl gradcheck --json</c> on a device.</summary>
internal sealed record GradcheckDirection(string Subject, double RelError, bool Passed, IReadOnlyList<string> WrongTensors)
{
    /// <summary>The row of a check.</summary>
    public static GradcheckDirection Of(DirectionCheck check) => new(check.Subject, check.MaxRelativeError, check.Passed, check.WrongTensors);
}

/// <summary>What was found of a case.</summary>
/// <param name="Tensors">A check for each tensor.</param>
/// <param name="Direction">The check of a device's own forward pass; null where every number was differenced.</param>
internal sealed record GradcheckOutcome(IReadOnlyList<TensorCheck> Tensors, DirectionCheck? Direction)
{
    /// <summary>What was found on a device.</summary>
    public static GradcheckOutcome Of(DeviceCheck check) => new(check.Tensors, check.Direction);

    /// <summary>Whether everything passed.</summary>
    public bool Passed => Tensors.All(check => check.Passed) && Direction is not { Passed: false };
}

/// <summary>The keys of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(GradcheckResult))]
internal sealed partial class GradcheckJson : JsonSerializerContext;
