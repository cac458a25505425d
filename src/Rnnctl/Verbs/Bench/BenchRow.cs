using System.Text.Json.Serialization;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Bench;

/// <summary>A row of <c>rnnctl bench</c>; also its JSON object.</summary>
internal sealed record BenchRow
{
    public required string Cell { get; init; }

    public required int Hidden { get; init; }

    public required int Input { get; init; }

    public required int Batch { get; init; }

    public required int Steps { get; init; }

    public required int Layers { get; init; }

    public required bool Bidirectional { get; init; }

    public required bool LearnInitialState { get; init; }

    public required bool Residual { get; init; }

    public required bool LayerNorm { get; init; }

    public required double RecurrentDropout { get; init; }

    public required double Zoneout { get; init; }

    public required string Mode { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    /// <summary>The median of all repetitions.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>The 10th percentile.</summary>
    [JsonPropertyName("milliseconds_p10")]
    public required double Milliseconds10 { get; init; }

    /// <summary>The 90th percentile.</summary>
    [JsonPropertyName("milliseconds_p90")]
    public required double Milliseconds90 { get; init; }

    public required double TokensPerSecond { get; init; }

    /// <summary>Floating-point operations of the matrix products per nanosecond.</summary>
    public required double Gflops { get; init; }

    /// <summary>The best rate of the device at a large matrix product, until this row.</summary>
    public required double PeakGflops { get; init; }
}

/// <summary>A row of <c>rnnctl bench --task translate</c>; also its JSON object.</summary>
internal sealed record TranslatorBenchRow
{
    public required string Cell { get; init; }

    public required string Attention { get; init; }

    public required int Hidden { get; init; }

    public required int Vocabulary { get; init; }

    public required int Batch { get; init; }

    public required int Steps { get; init; }

    public required int Layers { get; init; }

    /// <summary><c>train</c>, <c>greedy</c> or <c>beam 5</c>.</summary>
    public required string Mode { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    /// <summary>The median of all repetitions.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>The 10th percentile.</summary>
    [JsonPropertyName("milliseconds_p10")]
    public required double Milliseconds10 { get; init; }

    /// <summary>The 90th percentile.</summary>
    [JsonPropertyName("milliseconds_p90")]
    public required double Milliseconds90 { get; init; }

    /// <summary>Target symbols per second. In a search only the best translation counts, not the other hypotheses of the beam.</summary>
    public required double TokensPerSecond { get; init; }
}

/// <summary>A row of <c>rnnctl bench --task lm</c>; also its JSON object.</summary>
internal sealed record LanguageModelBenchRow
{
    public required string Cell { get; init; }

    public required int Hidden { get; init; }

    /// <summary>The size of an embedding.</summary>
    public required int Input { get; init; }

    public required int Vocabulary { get; init; }

    public required int Batch { get; init; }

    public required int Steps { get; init; }

    public required int Layers { get; init; }

    /// <summary><c>forward</c>, <c>backward</c> or <c>both</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>The softmax of training: <c>full</c> or <c>sampled:N</c>.</summary>
    public required string Softmax { get; init; }

    /// <summary><c>train</c>, a whole update, or <c>forward</c>, an evaluation.</summary>
    public required string Mode { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    /// <summary>The median of all repetitions.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>The 10th percentile.</summary>
    [JsonPropertyName("milliseconds_p10")]
    public required double Milliseconds10 { get; init; }

    /// <summary>The 90th percentile.</summary>
    [JsonPropertyName("milliseconds_p90")]
    public required double Milliseconds90 { get; init; }

    /// <summary>Tokens of the text per second; a token that both directions read counts once.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Floating-point operations of the matrix products per nanosecond.</summary>
    public required double Gflops { get; init; }

    /// <summary>The best rate of the device at a large matrix product, until this row.</summary>
    public required double PeakGflops { get; init; }
}

/// <summary>A row of <c>rnnctl bench --task product</c>; also its JSON object.</summary>
internal sealed record ProductBenchRow
{
    /// <summary>The rows and columns of each matrix.</summary>
    public required int Size { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    /// <summary>The median of all repetitions.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>The 10th percentile.</summary>
    [JsonPropertyName("milliseconds_p10")]
    public required double Milliseconds10 { get; init; }

    /// <summary>The 90th percentile.</summary>
    [JsonPropertyName("milliseconds_p90")]
    public required double Milliseconds90 { get; init; }

    /// <summary>Floating-point operations per nanosecond, in the median.</summary>
    public required double Gflops { get; init; }

    /// <summary>The same, in the fastest repetition.</summary>
    public required double BestGflops { get; init; }

    /// <summary>The best rate of the device at a large matrix product, until this row.</summary>
    public required double PeakGflops { get; init; }
}

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(BenchRow))]
[JsonSerializable(typeof(TranslatorBenchRow))]
[JsonSerializable(typeof(LanguageModelBenchRow))]
[JsonSerializable(typeof(ProductBenchRow))]
internal sealed partial class BenchJson : JsonSerializerContext;
