using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Models.LanguageModels;

/// <summary>
/// Draws S different classes of V for a sampled softmax, as TensorFlow's <c>log_uniform_candidate_sampler</c> does it, with which ELMo was trained. Classes are
/// drawn from the log-uniform distribution, near Zipf's law where ids are sorted by falling frequency, until S different ones have been seen:
/// <code>
/// P(k) = log((k + 2) / (k + 1)) / log(V + 1),   Q(k) = 1 - (1 - P(k))^t,   k = 0 to V - 1
/// </code>
/// t is the number of draws and Q(k) the expected count of class k. Memory is used again for each sample.
/// </summary>
/// <typeparam name="T">The number type of the model.</typeparam>
public sealed class LogUniformSampler<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int[] _classes, _places;
    private readonly T[] _classCorrections;
    private readonly double _logRange;
    private int[] _hits = [];
    private T[] _labelCorrections = [];

    /// <summary>A sampler.</summary>
    /// <param name="symbols">V, the size of the vocabulary.</param>
    /// <param name="count">S, at least 1 and less than V.</param>
    /// <exception cref="ArgumentOutOfRangeException">S is not in this range.</exception>
    public LogUniformSampler(int symbols, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, symbols);
        (_classes, _classCorrections, _places) = (new int[count], new T[count], new int[symbols]);
        Array.Fill(_places, -1);
        _logRange = Math.Log(symbols + 1.0);
    }

    /// <summary>P(k), the probability that one draw is class k.</summary>
    public double Probability(int k) => Math.Log((k + 2.0) / (k + 1.0)) / _logRange;

    /// <summary>Draws a sample, which is valid until the next one.</summary>
    /// <param name="key">The key of the random numbers; the same key gives the same sample.</param>
    /// <param name="labels">The right class of each row, <c>[N]</c>.</param>
    public SampledClasses<T> Draw(in DropoutKey key, ReadOnlySpan<int> labels)
    {
        uint draws = DrawClasses(key);
        for (int i = 0; i < _classes.Length; i++) _classCorrections[i] = Correction(_classes[i], draws);
        if (_hits.Length < labels.Length) (_hits, _labelCorrections) = (new int[labels.Length], new T[labels.Length]);
        for (int row = 0; row < labels.Length; row++) (_hits[row], _labelCorrections[row]) = (_places[labels[row]], Correction(labels[row], draws));
        return new SampledClasses<T>
        {
            Labels = labels,
            Classes = _classes,
            LabelCorrections = _labelCorrections.AsSpan(0, labels.Length),
            ClassCorrections = _classCorrections,
            Hits = _hits.AsSpan(0, labels.Length),
        };
    }

    /// <summary>A uniform number in [0, 1).</summary>
    private static double Uniform(in DropoutKey key, uint draw)
    {
        PhiloxWords words = DropoutKey.Words(key, draw);
        return (((ulong)words.First << 21) ^ (words.Second >> 11)) * (1.0 / (1UL << 53));
    }

    /// <summary>Draws until the sample is full, and returns how often.</summary>
    private uint DrawClasses(in DropoutKey key)
    {
        Array.Fill(_places, -1);
        uint draws = 0;
        for (int count = 0; count < _classes.Length;)
        {
            // The inverse of the distribution function log(k + 1) / log(V + 1); rounding may reach V + 1.
            int drawn = Math.Min((int)Math.Exp(Uniform(key, draws++) * _logRange), _places.Length) - 1;
            if (_places[drawn] >= 0) continue;
            _places[drawn] = count;
            _classes[count++] = drawn;
        }

        return draws;
    }

    /// <summary>-log Q(k). P(k) may be tiny, so that 1 - P(k) would lose its digits.</summary>
    private T Correction(int k, uint draws) => T.CreateTruncating(-Math.Log(-double.ExpM1(draws * double.LogP1(-Probability(k)))));
}
