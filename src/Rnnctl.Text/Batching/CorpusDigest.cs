using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Rnnctl.Text.Batching;

/// <summary>SHA-256 of an encoded corpus in hexadecimal. A resumed run compares it, since it must read the same corpus.</summary>
internal static class CorpusDigest
{
    /// <summary>The digest of all sentences' lengths, tokens, labels and features, and of the spellings where words are spelled.</summary>
    public static string Of(EncodedCorpus corpus) => Of(corpus.Sentences, (hash, sentence) =>
    {
        Append(hash, [corpus.LengthOf(sentence)]);
        Append(hash, corpus.TokensOf(sentence));
        Append(hash, corpus.LabelsOf(sentence));
        for (int feature = 0; feature < corpus.Features; feature++) Append(hash, corpus.FeaturesOf(feature, sentence));
        if (corpus.HasIntents) Append(hash, [corpus.IntentOf(sentence)]);
        if (corpus.Words is { } words) AppendWords(hash, words, sentence);
        if (corpus.Spellings is { } spellings) AppendSpellings(hash, spellings, corpus.WordsOf(sentence));
    });

    /// <summary>The digest of all pairs' lengths and symbols, and of the sources' words where these are kept.</summary>
    public static string Of(EncodedPairs pairs) => Of(pairs.Count, (hash, pair) =>
    {
        Append(hash, [pairs.Sources.LengthOf(pair), pairs.Targets.LengthOf(pair)]);
        Append(hash, pairs.Sources[pair]);
        Append(hash, pairs.Targets[pair]);
        if (pairs.Sources.Words is { } words) AppendWords(hash, words.Written, pair);
    });

    private static string Of(int count, Action<IncrementalHash, int> append)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < count; i++) append(hash, i);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendWords(IncrementalHash hash, SentenceWords words, int sentence)
    {
        foreach (int number in words.NumbersOf(sentence))
        {
            string word = words.Symbols[number];
            Append(hash, [word.Length]);
            hash.AppendData(MemoryMarshal.AsBytes(word.AsSpan()));
        }
    }

    private static void AppendSpellings(IncrementalHash hash, WordSpellings spellings, ReadOnlySpan<int> words)
    {
        foreach (int word in words)
        {
            Append(hash, [spellings[word].Length]);
            Append(hash, spellings[word]);
        }
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<int> ids) => hash.AppendData(MemoryMarshal.AsBytes(ids));
}
