using System.Text.Json.Serialization;

namespace Rnnctl.Runs.Bench;

/// <summary>A row of <c>rnnctl bench --task translate</c>, and what <c>--json</c> prints for it.</summary>
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

    /// <summary>Target symbols of the translations that are learnt from or made; a beam's other hypotheses do not count.</summary>
    public required double TokensPerSecond { get; init; }
}
