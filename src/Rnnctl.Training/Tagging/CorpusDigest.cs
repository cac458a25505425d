using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Rnnctl.Text.Batching;

namespace Rnnctl.Training.Tagging;

/// <summary>A fingerprint of an encoded corpus, by which a resumed run knows that it goes on with the same one.</summary>
internal static class CorpusDigest
{
    /// <summary>SHA-256 over all sentences' lengths, tokens and labels, in hexadecimal.</summary>
    public static string Of(EncodedCorpus corpus)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int sentence = 0; sentence < corpus.Sentences; sentence++)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([corpus.LengthOf(sentence)]));
            hash.AppendData(MemoryMarshal.AsBytes(corpus.TokensOf(sentence)));
            hash.AppendData(MemoryMarshal.AsBytes(corpus.LabelsOf(sentence)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
