namespace Rnnctl.Text.Metrics;

/// <summary>
/// A score of translated segments that depends on sums over the segments only. So every sample of the segments can be scored from what was counted once
/// (<see cref="PairedBootstrap"/>).
/// </summary>
public interface ITranslationMetric
{
    /// <summary>The name as sacreBLEU prints it: <c>chrF2++</c>.</summary>
    string Name { get; }

    /// <summary>The settings of the score, as sacreBLEU writes them, so that scores can be compared later.</summary>
    string Signature { get; }

    /// <summary>How many numbers describe a segment.</summary>
    int Statistics { get; }

    /// <summary>Counts a segment.</summary>
    /// <param name="hypothesis">The translation.</param>
    /// <param name="references">Its references, as many as the metric was made for.</param>
    /// <param name="statistics">Receives the segment's numbers: <c>[statistics]</c>.</param>
    void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> statistics);

    /// <summary>The score, from 0 to 100 (an edit rate may be above), of segments by the sums of their numbers: <c>[statistics]</c>.</summary>
    double ScoreOf(ReadOnlySpan<double> sums);
}
