using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Layers;

/// <summary>
/// Word dropout (Kiperwasser and Goldberg 2016): in training a word w becomes the unknown word with the probability
/// <code>
/// p(w) = α / (α + #(w))
/// </code>
/// where #(w) says how often w appears in the training data. It is drawn anew each time that the word is read, from the seed, the step, the sequence and the
/// place in it. So the model learns the unknown word's embedding in the places of rare words.
/// </summary>
public sealed class WordDropout
{
    // The number of random words, of which one is drawn for each token.
    private const double Draws = 4294967296.0;

    // A word stays if its random word is below its threshold, (1 - p(w)) 2³².
    private readonly long[] _thresholds;
    private readonly int _unknown;
    private int[] _numbers = [], _read = [];

    /// <summary>Word dropout by the counts of a vocabulary's words.</summary>
    /// <param name="alpha">α, above 0.</param>
    /// <param name="counts">#(w) of each word, <c>[V]</c>; 0, of a word that the data did not have when it was counted, is taken for 1.</param>
    /// <param name="unknown">The unknown word.</param>
    /// <param name="end">The symbol that ends a sequence, which is no word and stays; -1 for none.</param>
    public WordDropout(double alpha, ReadOnlySpan<long> counts, int unknown, int end = -1)
        : this(new long[counts.Length], unknown)
    {
        for (int word = 0; word < counts.Length; word++)
        {
            double count = Math.Max(1, counts[word]);
            _thresholds[word] = word == end ? (long)Draws : (long)(Draws * count / (alpha + count));
        }
    }

    private WordDropout(long[] thresholds, int unknown) => (_thresholds, _unknown) = (thresholds, unknown);

    /// <summary>The same, for another thread.</summary>
    public WordDropout WithOwnMemory() => new(_thresholds, _unknown);

    /// <summary>The words of a batch as the model reads them in a training step, <c>[N]</c>; valid until the next call.</summary>
    /// <param name="words">The words in packed order, <c>[N]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="step">The training step.</param>
    public ReadOnlySpan<int> Apply(ReadOnlySpan<int> words, PackedSteps steps, TrainingStep step)
    {
        if (_read.Length < words.Length) (_read, _numbers) = (new int[2 * words.Length], new int[2 * words.Length]);
        Span<int> read = _read.AsSpan(0, words.Length);
        steps.RowNumbers(_numbers);
        DropoutKey key = step.Dropout(TrainingStep.WordPlace);
        for (int row = 0; row < read.Length; row++)
        {
            bool stays = DropoutKey.Word(DropoutKey.OfRow(key, (uint)_numbers[row]), 0) < _thresholds[words[row]];
            read[row] = stays ? words[row] : _unknown;
        }

        return read;
    }
}
