using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Rnnctl.Text.Batching;

namespace Rnnctl.Training.Translation;

/// <summary>A fingerprint of encoded pairs, by which a resumed run knows that it goes on with the same ones.</summary>
internal static class CorpusDigest
{
    /// <summary>SHA-256 over all pairs' lengths and symbols, in hexadecimal.</summary>
    public static string Of(EncodedPairs pairs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int pair = 0; pair < pairs.Count; pair++)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([pairs.Sources.LengthOf(pair), pairs.Targets.LengthOf(pair)]));
            hash.AppendData(MemoryMarshal.AsBytes(pairs.Sources[pair]));
            hash.AppendData(MemoryMarshal.AsBytes(pairs.Targets[pair]));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
