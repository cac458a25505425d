namespace Rnnctl.Text.Batching;

/// <summary>Sentences, or pairs of sentences, to learn from: in memory, or in files from which those of a batch are read.</summary>
/// <typeparam name="TSentences">The sentences in memory.</typeparam>
public interface ISentenceSource<TSentences>
{
    /// <summary>Whether a sentence's symbols and their number differ from update to update.</summary>
    bool ChangesByUpdate => false;

    /// <summary>A plan without batches.</summary>
    IEpochPlan NewPlan(BatchLimit limit);

    /// <summary>A loader for the use of one thread.</summary>
    ISentenceLoader<TSentences> NewLoader();

    /// <summary>The length of a sentence, or of a pair's source with its end symbol; and of the target without one.</summary>
    (int First, int Second) LengthsOf(int sentence);

    /// <summary>A digest of all sentences, in hexadecimal.</summary>
    string Digest();
}
