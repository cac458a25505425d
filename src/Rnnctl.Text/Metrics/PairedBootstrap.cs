namespace Rnnctl.Text.Metrics;

/// <summary>
/// Compares two systems by paired bootstrap resampling (Koehn 2004; Riezler and Maxwell 2005), as sacreBLEU does. A resample is as many segments as there
/// are, drawn with replacement, the same ones for both systems and for each metric. With s_r and t_r the scores of the systems on the resample r of R,
/// <code>
/// d_r = |s_r - t_r|,  p = (1 + #{r: d_r - mean d > |s - t|}) / (R + 1)
/// </code>
/// where s and t are the scores of all segments.
/// </summary>
/// <param name="resamples">R, at least 1.</param>
/// <param name="seed">The seed, which signatures name.</param>
/// <param name="random">Random numbers of this seed. They are not numpy's, so that p-values agree with sacreBLEU's to the error of sampling.</param>
public sealed class PairedBootstrap(int resamples, ulong seed, Random random)
{
    /// <summary>Compares two systems by each metric.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="references">The references of each segment: <c>[segments][references]</c>.</param>
    /// <param name="system">A system's translations: <c>[segments]</c>.</param>
    /// <param name="other">The other's: <c>[segments]</c>.</param>
    public IReadOnlyList<BootstrapComparison> Compare(
        IReadOnlyList<ITranslationMetric> metrics, IReadOnlyList<string[]> references, IReadOnlyList<string> system, IReadOnlyList<string> other)
    {
        Sample[] systems = [.. metrics.Select(metric => new Sample(metric, references, system, resamples))];
        Sample[] others = [.. metrics.Select(metric => new Sample(metric, references, other, resamples))];
        Sample[] all = [.. systems, .. others];
        int[] segments = new int[references.Count];
        for (int resample = 0; resample < resamples; resample++)
        {
            for (int place = 0; place < segments.Length; place++) segments[place] = random.Next(segments.Length);
            foreach (Sample sample in all) sample.Scores[resample] = sample.ScoreOf(segments);
        }

        return [.. metrics.Select((metric, place) => Compare(metric, systems[place], others[place]))];
    }

    private BootstrapComparison Compare(ITranslationMetric metric, Sample system, Sample other)
    {
        double[] differences = [.. system.Scores.Zip(other.Scores, (one, two) => Math.Abs(one - two))];
        double mean = differences.Average(), real = Math.Abs(system.Score - other.Score);
        int larger = differences.Count(difference => difference - mean > real);
        string signature = SacreBleu.Resampled(metric.Signature, resamples, seed);
        return new BootstrapComparison(metric.Name, signature, system.Estimate(), other.Estimate(), (larger + 1.0) / (resamples + 1));
    }

    /// <summary>What was counted of a system's segments, and its scores on the resamples.</summary>
    private sealed class Sample
    {
        private readonly ITranslationMetric _metric;
        private readonly double[] _statistics, _sums;

        public Sample(ITranslationMetric metric, IReadOnlyList<string[]> references, IReadOnlyList<string> hypotheses, int resamples)
        {
            int width = metric.Statistics;
            (_metric, _statistics, _sums, Scores) = (metric, new double[references.Count * width], new double[width], new double[resamples]);
            for (int segment = 0; segment < references.Count; segment++)
                metric.Count(hypotheses[segment], references[segment], _statistics.AsSpan(segment * width, width));
            Score = ScoreOf([.. Enumerable.Range(0, references.Count)]);
        }

        /// <summary>The score of all segments.</summary>
        public double Score { get; }

        public double[] Scores { get; }

        public double ScoreOf(ReadOnlySpan<int> segments)
        {
            Array.Clear(_sums);
            foreach (int segment in segments)
            {
                ReadOnlySpan<double> statistics = _statistics.AsSpan(segment * _sums.Length, _sums.Length);
                for (int number = 0; number < _sums.Length; number++) _sums[number] += statistics[number];
            }

            return _metric.ScoreOf(_sums);
        }

        /// <summary>Mean and confidence: half the distance between the scores with a fortieth of all below, and above.</summary>
        public BootstrapEstimate Estimate()
        {
            double[] sorted = [.. Scores.Order()];
            int tail = sorted.Length / 40;
            return new BootstrapEstimate(Score, sorted.Average(), (sorted[^(tail + 1)] - sorted[tail]) / 2);
        }
    }
}
