using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Metrics;

/// <summary>How many sentences have the right intent, and how many are right as a whole: the intent and every label (Goo et al. 2018).</summary>
/// <param name="Sentences">The number of sentences.</param>
/// <param name="RightIntents">Those whose intent is the gold one.</param>
/// <param name="RightSentences">Those of them all of whose labels are the gold ones too.</param>
/// <param name="MostFrequent">The sentences with the most frequent gold intent, which a guess could get right.</param>
public sealed record IntentScores(int Sentences, int RightIntents, int RightSentences, int MostFrequent)
{
    /// <summary>The share of right intents.</summary>
    public double Accuracy => (double)RightIntents / Sentences;

    /// <summary>The share of sentences that are right as a whole.</summary>
    public double SentenceAccuracy => (double)RightSentences / Sentences;

    /// <summary>The share of the most frequent gold intent.</summary>
    public double LargestShare => (double)MostFrequent / Sentences;

    /// <summary>Counts; null where the gold corpus or the predictions have no intents.</summary>
    /// <param name="gold">The corpus.</param>
    /// <param name="predicted">The predictions for it.</param>
    public static IntentScores? Of(LabelledCorpus gold, PredictedLabels predicted)
    {
        if (!gold.HasIntents || !predicted.HasIntents) return null;
        int intents = 0, sentences = 0;
        int[] counts = new int[gold.IntentSymbols.Count];
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            counts[gold.IntentOf(sentence)]++;
            if (gold.IntentOf(sentence) != predicted.IntentOf(sentence)) continue;
            intents++;
            if (gold.LabelsOf(sentence).SequenceEqual(predicted.LabelsOf(sentence))) sentences++;
        }

        return new IntentScores(gold.Sentences, intents, sentences, counts.Max());
    }
}
