namespace Rnnctl.Compute.Randomness;

/// <summary>
/// The counter-based generator Philox4x32 with 10 rounds (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). Four random words
/// are a function of a key and a counter, without state, so that any thread on any device can compute any word.
/// </summary>
public static class Philox4x32
{
    internal const int Rounds = 10;
    internal const uint FirstMultiplier = 0xD2511F53;
    internal const uint SecondMultiplier = 0xCD9E8D57;

    // The fractional parts of the golden ratio and of the square root of 3 drive the round keys.
    internal const uint FirstWeyl = 0x9E3779B9;
    internal const uint SecondWeyl = 0xBB67AE85;

    /// <summary>The four random words for a counter.</summary>
    /// <param name="firstKey">Word 0 of the key.</param>
    /// <param name="secondKey">Word 1 of the key.</param>
    /// <param name="counter">The counter.</param>
    public static PhiloxWords Words(uint firstKey, uint secondKey, PhiloxWords counter)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong first = (ulong)FirstMultiplier * counter.First;
            ulong second = (ulong)SecondMultiplier * counter.Third;
            counter = new PhiloxWords(
                (uint)(second >> 32) ^ counter.Second ^ firstKey,
                (uint)second,
                (uint)(first >> 32) ^ counter.Fourth ^ secondKey,
                (uint)first);

            firstKey = unchecked(firstKey + FirstWeyl);
            secondKey = unchecked(secondKey + SecondWeyl);
        }

        return counter;
    }
}
