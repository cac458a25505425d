using System.Globalization;
using Rnnctl.Inference.Library;

namespace Rnnctl.Tests.Library;

/// <summary>Scores of the library as <c>rnnctl score --words</c> prints them.</summary>
internal static class Scores
{
    /// <summary>A line: the log-probability, then each symbol with its own.</summary>
    public static string Line(SentenceScore score) =>
        string.Join('\t', (string[])[Number(score.LogProbability), .. score.Symbols.Select(one => $"{one.Symbol} {Number(one.LogProbability)}")]);

    private static string Number(double number) => number.ToString("0.0000", CultureInfo.InvariantCulture);
}
