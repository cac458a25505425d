using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Inspect;

/// <summary>What <c>rnnctl inspect --json</c> prints.</summary>
internal sealed record ModelDescription(
    string Path, JsonNode Configuration, long Parameters, IReadOnlyList<TensorDescription> Tensors, long? Step, double? BestScore, bool Resumable);

/// <summary>A tensor of a model's weights in <c>rnnctl inspect --json</c>.</summary>
internal sealed record TensorDescription(string Name, IReadOnlyList<long> Shape);

/// <summary>The keys of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(ModelDescription))]
internal sealed partial class InspectJson : JsonSerializerContext;
