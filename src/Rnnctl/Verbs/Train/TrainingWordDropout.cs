using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Layers;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Train;

/// <summary>Word dropout by how often the data of <c>--train</c> has each word.</summary>
internal static class TrainingWordDropout
{
    // Few enough pairs for memory where they are read from files.
    private const int PairsAtOnce = 4096;

    /// <summary>Word dropout of a tagger's tokens; null where the configuration has none.</summary>
    /// <param name="model">The tagger.</param>
    /// <param name="tokens">How often each token appears, as written.</param>
    public static WordDropout? Of(TaggerModel model, SymbolCounts tokens)
    {
        double alpha = model.Configuration.Training.WordDropout;
        if (alpha == 0) return null;
        var counts = new long[model.Tokens.Count];
        foreach ((string token, long count) in tokens.Entries) counts[model.Tokens.Find(token)] += count;
        return new WordDropout(alpha, counts, model.Tokens.UnknownId);
    }

    /// <summary>
    /// Word dropout of the symbols of a translator's sources; null where the configuration has none. Where words are segmented anew at each update, one of the
    /// ways to segment them is counted.
    /// </summary>
    /// <param name="model">The translator.</param>
    /// <param name="train">The pairs.</param>
    public static WordDropout? Of(TranslatorModel model, EncodedTrainingPairs train)
    {
        double alpha = model.Configuration.Training.WordDropout;
        if (alpha == 0) return null;
        TextEncoder encoder = model.Text.Source;
        return new WordDropout(alpha, CountSources(train.Pairs, train.Count, encoder.Vocabulary.Count), encoder.UnknownId, encoder.EndId);
    }

    private static long[] CountSources(ISentenceSource<EncodedPairs> pairs, int count, int symbols)
    {
        var counts = new long[symbols];
        int[] chosen = new int[Math.Min(PairsAtOnce, count)];
        ISentenceLoader<EncodedPairs> loader = pairs.NewLoader();
        for (int first = 0; first < count; first += chosen.Length)
        {
            Span<int> block = chosen.AsSpan(0, Math.Min(chosen.Length, count - first));
            for (int i = 0; i < block.Length; i++) block[i] = first + i;
            EncodedSentences sources = loader.Load(block, out ReadOnlySpan<int> numbers).Sources;
            foreach (int number in numbers)
            {
                foreach (int symbol in sources[number]) counts[symbol]++;
            }
        }

        return counts;
    }
}
