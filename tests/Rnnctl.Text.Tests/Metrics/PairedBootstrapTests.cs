using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

/// <summary>
/// What sacreBLEU 2.6.0 computes on numpy 1.24 for the same lines and the same samples; its random numbers were replaced by the samples of
/// <see cref="Samples"/>:
/// <code>
/// test = PairedTest([("a", system), ("b", other)], {"BLEU": BLEU(), "CHRF": CHRF(word_order=2), "TER": TER()}, [reference], "bs", n_samples=200)
/// print([(name, one.score, one.mean, one.ci, one.p_value) for name, results in test()[1].items() for one in results])
/// </code>
/// </summary>
public sealed class PairedBootstrapTests
{
    private const int Lines = 30, Resamples = 200;

    private static readonly string[] Words = "the cat dog house sat on a mat and then ran".Split(' ');

    private static readonly string[] References = [.. Enumerable.Range(0, Lines).Select(line => string.Join(' ', Reference(line)))];

    private static readonly string[] Outputs = [.. Enumerable.Range(0, Lines).Select(line => Changed(line, step: 1, period: 4))];

    private static readonly string[] Other = [.. Enumerable.Range(0, Lines).Select(line => Changed(line, step: 2, period: 5))];

    [Theory]
    [InlineData(0, "BLEU", 35.55165, 33.16690, 14.13945, 53.09159, 51.07979, 8.85555, 8 / 201.0)]
    [InlineData(1, "chrF2++", 65.29218, 66.36408, 4.24523, 72.86980, 72.12341, 6.26330, 1 / 201.0)]
    [InlineData(2, "TER", 22.12766, 20.91383, 3.40909, 17.44681, 17.86228, 5.28846, 8 / 201.0)]
    public void Comparison_is_sacreBLEUs(
        int metric, string name, double score, double mean, double confidence, double otherScore, double otherMean, double otherConfidence, double p)
    {
        ITranslationMetric[] metrics = [new Bleu(BleuTokenization.Mteval13a), new Chrf(wordOrder: 2), new Ter()];
        string[][] references = [.. References.Select(line => (string[])[line])];
        BootstrapComparison found = new PairedBootstrap(Resamples, seed: 3, new Samples()).Compare(metrics, references, Outputs, Other)[metric];
        Assert.Equal(name, found.Metric);
        Assert.Contains("nrefs:1|bs:200|seed:3|case:", found.Signature, StringComparison.Ordinal);
        AssertEstimate(score, mean, confidence, found.System);
        AssertEstimate(otherScore, otherMean, otherConfidence, found.Other);
        Assert.Equal(p, found.PValue, 1e-12);
    }

    /// <summary>Differences that are all zero never exceed their mean by more than zero: sacreBLEU's p is the smallest there is.</summary>
    [Fact]
    public void A_system_against_itself_has_no_difference_and_the_smallest_p()
    {
        string[][] references = [.. References.Select(line => (string[])[line])];
        BootstrapComparison found = new PairedBootstrap(Resamples, seed: 1, new Random(1)).Compare([new Ter()], references, Outputs, Outputs)[0];
        Assert.Equal(found.System, found.Other);
        Assert.Equal(1 / 201.0, found.PValue, 1e-12);
    }

    private static void AssertEstimate(double score, double mean, double confidence, BootstrapEstimate found)
    {
        Assert.Equal(score, found.Score, 1e-5);
        Assert.Equal(mean, found.Mean, 1e-4); // sacreBLEU sums in single precision.
        Assert.Equal(confidence, found.Confidence, 1e-4);
    }

    private static IEnumerable<string> Reference(int line) => Enumerable.Range(0, 5 + (line % 7)).Select(place => Words[((3 * line) + (place * place)) % 11]);

    private static string Changed(int line, int step, int period) => string.Join(
        ' ', Reference(line).Select((word, place) => (line + (step * place)) % period == 0 ? Words[(line + (step * place)) % 11] : word));

    /// <summary>The line that a resample r takes at its place k: (7 r² + 13 k + r k) mod n.</summary>
    private sealed class Samples : Random
    {
        private int _drawn;

        public override int Next(int maxValue)
        {
            (int resample, int place) = (_drawn / Lines, _drawn % Lines);
            _drawn++;
            return ((7 * resample * resample) + (13 * place) + (resample * place)) % maxValue;
        }
    }
}
