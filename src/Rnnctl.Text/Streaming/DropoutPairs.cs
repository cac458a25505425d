using System.Runtime.InteropServices;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>
/// Pairs whose words are segmented anew at every update, with merges left out at random (BPE dropout; Provilkov, Emelianenko and Voita 2020). The segments of a
/// pair depend on the seed, the update and the pair alone, so that they are the same in whichever batch, thread or process it is. Batches are planned by the
/// usual segments.
/// </summary>
/// <param name="texts">The pairs as text.</param>
/// <param name="kept">The numbers of those that are learnt from.</param>
/// <param name="usual">These in their usual segments.</param>
/// <param name="source">Makes the words of a source to symbols.</param>
/// <param name="target">The same for targets.</param>
/// <param name="dropout">The probability that a merge is left out at a step.</param>
/// <param name="seed">The seed.</param>
public sealed class DropoutPairs(
    SentencePairs texts, IReadOnlyList<int> kept, EncodedPairs usual, TextEncoder source, TextEncoder target, double dropout, ulong seed)
    : ISentenceSource<EncodedPairs>
{
    /// <inheritdoc/>
    public bool ChangesByUpdate => true;

    /// <inheritdoc/>
    public IEpochPlan NewPlan(BatchLimit limit) => usual.NewPlan(limit);

    /// <inheritdoc/>
    public ISentenceLoader<EncodedPairs> NewLoader() => new Loader(this);

    /// <inheritdoc/>
    public (int First, int Second) LengthsOf(int sentence) => usual.LengthsOf(sentence);

    /// <inheritdoc/>
    public string Digest() => usual.Digest();

    /// <summary>The seed of a pair at an update, by the mixing function of splitmix64 (Steele, Lea and Flood 2014).</summary>
    private Random RandomOf(long update, int pair)
    {
        ulong mixed = Mix(Mix(Mix(seed) ^ (ulong)update) ^ (uint)pair);
        return new Random((int)(mixed >> 33));
    }

    private static ulong Mix(ulong z)
    {
        z += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    private void Encode(int pair, long update, EncodedPairs loaded, List<int> ids)
    {
        Random random = RandomOf(update, pair);
        ids.Clear();
        source.EncodeWithDropout(texts.Sources[kept[pair]], ids, dropout, random);
        ids.Add(source.EndId);
        loaded.Sources.Add(CollectionsMarshal.AsSpan(ids));
        ids.Clear();
        target.EncodeWithDropout(texts.Targets[kept[pair]], ids, dropout, random);
        loaded.Targets.Add(CollectionsMarshal.AsSpan(ids));
    }

    private sealed class Loader(DropoutPairs pairs) : ISentenceLoader<EncodedPairs>
    {
        private readonly EncodedPairs _loaded = new(new EncodedSentences(), new EncodedSentences());
        private readonly List<int> _ids = [];
        private readonly LoadedNumbers _numbers = new();
        private long _update;

        public ReadOnlySpan<int> SourceNumbers => _numbers.Sources;

        public void BeginUpdate(long number) => _update = number;

        public EncodedPairs Load(ReadOnlySpan<int> sentences, out ReadOnlySpan<int> numbers)
        {
            _loaded.Sources.Clear();
            _loaded.Targets.Clear();
            foreach (int pair in sentences) pairs.Encode(pair, _update, _loaded, _ids);
            numbers = _numbers.Take(sentences);
            return _loaded;
        }
    }
}
