using System.Text.Json.Serialization;

namespace Rnnctl.Runs.Gradcheck;

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
