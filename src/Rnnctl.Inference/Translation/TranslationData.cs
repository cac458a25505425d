using System.Runtime.InteropServices;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Inference.Translation;

/// <summary>Pairs of sentences as text, and in the ids of a model's vocabularies.</summary>
/// <param name="Pairs">The pairs as text.</param>
/// <param name="Encoded">The pairs in ids, without those that are too long: a source ends with the end symbol, a target has neither begin nor end.</param>
/// <param name="TooLong">How many pairs were left out.</param>
/// <param name="Unknown">The symbols of each side that its vocabulary does not have, of all pairs.</param>
public sealed record TranslationData(SentencePairs Pairs, EncodedPairs Encoded, int TooLong, UnknownSides Unknown)
{
    /// <summary>The numbers of the pairs in ids among all pairs.</summary>
    public IReadOnlyList<int> Kept { get; init; } = [];

    /// <summary>Pairs in the ids of a model's vocabularies.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="text">The vocabularies.</param>
    /// <param name="maxLength">The most symbols that a side may have, else the pair is left out; 0 for no limit.</param>
    /// <param name="counts">The counts of earlier pairs, to which those of these are added; null for none.</param>
    public static TranslationData Of(SentencePairs pairs, TranslatorText text, int maxLength, UnknownSides? counts = null)
    {
        UnknownSides unknown = counts ?? UnknownSides.Of(text);
        var encoded = new EncodedPairs(text.NewSources(), new EncodedSentences());
        List<int> source = [], target = [], kept = [];
        int tooLong = 0;
        for (int pair = 0; pair < pairs.Count; pair++)
        {
            unknown.Source.Encode(pairs.Sources[pair], source);
            unknown.Target.Encode(pairs.Targets[pair], target);
            if (maxLength > 0 && Math.Max(source.Count, target.Count) > maxLength)
            {
                tooLong++;
                continue;
            }

            kept.Add(pair);
            encoded.Sources.Words?.Add(text.Source.Words(pairs.Sources[pair]), source.Count);
            source.Add(text.Source.EndId);
            encoded.Sources.Add(CollectionsMarshal.AsSpan(source));
            encoded.Targets.Add(CollectionsMarshal.AsSpan(target));
        }

        return new TranslationData(pairs, encoded, tooLong, unknown) { Kept = kept };
    }
}
