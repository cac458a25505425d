using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>How much each word of a translation attends to each word of its source.</summary>
/// <param name="SourceWords">The source's words as they are written, at least one where there is attention; without those that were cut off.</param>
/// <param name="TargetWords">The translation's words.</param>
/// <param name="Weights">
/// The weight of each source word for each word of the translation: the symbols of a source word are added, and the symbols of a word of the translation are
/// averaged. The source's end symbol is no word, so a word's weights add up to less than 1.
/// </param>
public sealed record WordAttention(IReadOnlyList<string> SourceWords, IReadOnlyList<string> TargetWords, IReadOnlyList<float[]> Weights)
{
    /// <summary>Attention without words.</summary>
    public static WordAttention None { get; } = new([], [], []);

    /// <summary>The place of the source word that each word of the translation attends to most; of equal weights the first.</summary>
    public int[] MostAttended() => [.. Weights.Select(weights => MostIn(weights))];

    /// <summary>Computes the attention between words from the attention between symbols.</summary>
    /// <param name="source">The source's words.</param>
    /// <param name="target">The translation's words.</param>
    /// <param name="symbols">The weight of each source symbol for each symbol of the translation.</param>
    internal static WordAttention Of(IReadOnlyList<SegmentedWord> source, IReadOnlyList<SegmentedWord> target, IReadOnlyList<float[]> symbols)
    {
        var weights = new float[target.Count][];
        int first = 0;
        for (int word = 0; word < target.Count; word++)
        {
            weights[word] = Mean([.. symbols.Skip(first).Take(target[word].Symbols).Select(row => OverWords(source, row))]);
            first += target[word].Symbols;
        }

        return new WordAttention([.. source.Select(word => word.Text)], [.. target.Select(word => word.Text)], weights);
    }

    /// <summary>The weight of each source word: the sum over its symbols.</summary>
    internal static float[] OverWords(IReadOnlyList<SegmentedWord> source, ReadOnlySpan<float> symbols)
    {
        var words = new float[source.Count];
        int position = 0;
        for (int word = 0; word < words.Length; word++)
        {
            // The end symbol has the last position.
            for (int end = Math.Min(position + source[word].Symbols, symbols.Length - 1); position < end; position++) words[word] += symbols[position];
        }

        return words;
    }

    /// <summary>The place of the largest weight; of equal ones the first.</summary>
    internal static int MostIn(ReadOnlySpan<float> weights)
    {
        int most = 0;
        for (int word = 1; word < weights.Length; word++)
        {
            if (weights[word] > weights[most]) most = word;
        }

        return most;
    }

    private static float[] Mean(float[][] rows)
    {
        var mean = new float[rows[0].Length];
        foreach (float[] row in rows)
        {
            for (int column = 0; column < mean.Length; column++) mean[column] += row[column] / rows.Length;
        }

        return mean;
    }
}
