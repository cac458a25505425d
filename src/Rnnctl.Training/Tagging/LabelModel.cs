using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Labels;

namespace Rnnctl.Training.Tagging;

/// <summary>
/// The language model of a tagger's labels, bigrams of the training corpus. In decoding a labelling y of the tokens x has the score
/// <code>
/// score(y) = Σ_t log p(y_t | x) + λ Σ_t log p(y_t | y_(t-1))
/// </code>
/// with the boundary of the sentence as y_0 and after the last label. The tagger keeps λ log p as the scores of its chain.
/// </summary>
public static class LabelModel
{
    /// <summary>Counts the labels of a corpus, and writes the scores into a tagger that has a label model; does nothing with another tagger.</summary>
    /// <param name="model">The tagger.</param>
    /// <param name="corpus">The training corpus, whose labels are the tagger's.</param>
    /// <exception cref="Rnnctl.Text.InputException">A file of the corpus can't be read or has changed.</exception>
    public static void Learn(TaggerModel model, ISentenceSource<EncodedCorpus> corpus)
    {
        double weight = model.Configuration.Architecture.LabelModel;
        if (weight == 0) return;
        var bigrams = new LabelBigrams(model.Labels.Count);
        Count(corpus, model.Configuration.Training.BatchLimit(), bigrams);
        Write(model, weight, bigrams);
    }

    private static void Count(ISentenceSource<EncodedCorpus> corpus, BatchLimit limit, LabelBigrams bigrams)
    {
        IEpochPlan plan = corpus.NewPlan(limit);
        ISentenceLoader<EncodedCorpus> loader = corpus.NewLoader();
        plan.Shuffle(new PhiloxRandom(seed: 0, stream: 0)); // The order of an epoch; counts do not depend on it.
        for (int batch = 0; batch < plan.Count; batch++)
        {
            EncodedCorpus loaded = loader.Load(plan[batch], out ReadOnlySpan<int> numbers);
            foreach (int sentence in numbers) bigrams.Add(loaded.LabelsOf(sentence));
        }
    }

    private static void Write(TaggerModel model, double weight, LabelBigrams bigrams)
    {
        int labels = model.Labels.Count, symbols = bigrams.Symbols;
        float[] scores = Array.ConvertAll(bigrams.LogProbabilities(), logarithm => (float)(weight * logarithm));
        float[] transitions = new float[labels * labels], end = new float[labels];
        for (int label = 0; label < labels; label++)
        {
            scores.AsSpan(label * symbols, labels).CopyTo(transitions.AsSpan(label * labels));
            end[label] = scores[(label * symbols) + labels];
        }

        model.Parameters.Write($"{TaggerArchitecture.LabelModel}.transitions", transitions);
        model.Parameters.Write($"{TaggerArchitecture.LabelModel}.start_transitions", scores.AsSpan(labels * symbols, labels));
        model.Parameters.Write($"{TaggerArchitecture.LabelModel}.end_transitions", end);
    }
}
