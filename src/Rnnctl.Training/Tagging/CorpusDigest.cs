using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Rnnctl.Text.Batching;

namespace Rnnctl.Training.Tagging;

/// <summary>A fingerprint of an encoded corpus, by which a resumed run knows that it goes on with the same one.</summary>
internal static class CorpusDigest
{
    /// <summary>SHA-256 over all sentences' lengths, tokens, labels and features, and where words are spelled over these, in hexadecimal.</summary>
    public static string Of(EncodedCorpus corpus)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int sentence = 0; sentence < corpus.Sentences; sentence++)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([corpus.LengthOf(sentence)]));
            hash.AppendData(MemoryMarshal.AsBytes(corpus.TokensOf(sentence)));
            hash.AppendData(MemoryMarshal.AsBytes(corpus.LabelsOf(sentence)));
            for (int feature = 0; feature < corpus.Features; feature++) hash.AppendData(MemoryMarshal.AsBytes(corpus.FeaturesOf(feature, sentence)));
            if (corpus.Spellings is { } spellings) AppendSpellings(hash, spellings, corpus.WordsOf(sentence));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendSpellings(IncrementalHash hash, WordSpellings spellings, ReadOnlySpan<int> words)
    {
        foreach (int word in words)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([spellings[word].Length]));
            hash.AppendData(MemoryMarshal.AsBytes(spellings[word]));
        }
    }
}
