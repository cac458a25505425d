using System.Runtime.InteropServices;

namespace Rnnctl.Text.Metrics;

/// <summary>Counts gold labels against predicted ones, token by token. Only pairs that occur take memory.</summary>
public sealed class ConfusionMatrix
{
    private readonly SymbolTable _labels;
    private readonly Dictionary<(int Gold, int Predicted), long> _counts = [];

    /// <summary>An empty matrix over the labels of a table, gold and predicted. Labels may be added to the table later.</summary>
    public ConfusionMatrix(SymbolTable labels) => _labels = labels;

    /// <summary>The number of tokens with a given gold label and predicted label, ids in the table.</summary>
    public long this[int gold, int predicted] => _counts.GetValueOrDefault((gold, predicted));

    /// <summary>The number of counted tokens.</summary>
    public long Tokens { get; private set; }

    /// <summary>The number of tokens whose predicted label is the gold label.</summary>
    public long CorrectTokens { get; private set; }

    /// <summary>The share of correct tokens, from 0 to 1; 0 if no token was counted.</summary>
    public double Accuracy => Tokens == 0 ? 0 : (double)CorrectTokens / Tokens;

    /// <summary>The share of the most frequent gold label, which is the accuracy of giving it to every token; 0 if no token was counted.</summary>
    public double LargestShare =>
        Tokens == 0 ? 0 : (double)_counts.GroupBy(pair => pair.Key.Gold, pair => pair.Value).Max(label => label.Sum()) / Tokens;

    /// <summary>Counts a sentence.</summary>
    /// <param name="gold">The gold labels: <c>[tokens]</c>, ids in the table.</param>
    /// <param name="predicted">The predicted labels: <c>[tokens]</c>, ids in the table.</param>
    /// <exception cref="ArgumentException">The numbers of labels differ.</exception>
    public void Add(ReadOnlySpan<int> gold, ReadOnlySpan<int> predicted)
    {
        if (gold.Length != predicted.Length)
        {
            throw new ArgumentException($"Expected {gold.Length} predicted labels, found {predicted.Length}.");
        }

        for (int token = 0; token < gold.Length; token++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, (gold[token], predicted[token]), out _)++;
            CorrectTokens += gold[token] == predicted[token] ? 1 : 0;
        }

        Tokens += gold.Length;
    }

    /// <summary>The pairs of different labels, most frequent first, equal counts in the table's order.</summary>
    public IReadOnlyList<Confusion> Errors() =>
    [
        .. _counts.Where(pair => pair.Key.Gold != pair.Key.Predicted)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Select(pair => new Confusion(_labels[pair.Key.Gold], _labels[pair.Key.Predicted], pair.Value)),
    ];

    /// <summary>Precision, recall and F1 over tokens for each label that occurs, in ordinal order of the labels.</summary>
    public IReadOnlyList<LabelScore> LabelScores()
    {
        long[] gold = new long[_labels.Count];
        long[] predicted = new long[_labels.Count];
        foreach (((int goldLabel, int predictedLabel), long count) in _counts)
        {
            gold[goldLabel] += count;
            predicted[predictedLabel] += count;
        }

        List<LabelScore> scores = [];
        for (int label = 0; label < gold.Length; label++)
        {
            if (gold[label] + predicted[label] > 0)
            {
                scores.Add(new LabelScore(_labels[label], this[label, label], predicted[label], gold[label]));
            }
        }

        scores.Sort((one, other) => string.CompareOrdinal(one.Label, other.Label));
        return scores;
    }
}
