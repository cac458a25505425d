using System.Text.Json.Serialization;
using Rnnctl.Curves;
using Rnnctl.Inference.Configurations;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Gradflow;

/// <summary>The JSON object of <c>rnnctl gradflow --json</c>.</summary>
internal sealed record FlowResult(string Device, IReadOnlyList<FlowCurve> Curves);

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(FiniteNumberConverter), typeof(KebabCaseEnumConverter<FlowState>)])]
[JsonSerializable(typeof(FlowResult))]
internal sealed partial class FlowJson : JsonSerializerContext;
