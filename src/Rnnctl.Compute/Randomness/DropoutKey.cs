namespace Rnnctl.Compute.Randomness;

/// <summary>
/// Which random words decide a dropout mask: the same key gives the same mask forward and backward, on every device and with any
/// number of threads.
/// </summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Step">The training step.</param>
/// <param name="Site">The place in the model where dropout is applied, different for every place.</param>
public readonly record struct DropoutKey(ulong Seed, ulong Step, uint Site)
{
    /// <summary>An element is kept where its word falls below this.</summary>
    public static uint Threshold(double keep) => (uint)Math.Min(keep * 4294967296.0, uint.MaxValue);

    /// <summary>The word that decides the mask's element at <paramref name="index"/>.</summary>
    public static uint Word(in DropoutKey key, uint index) => Words(key, index >> 2)[index];

    /// <summary>The four words that decide the mask's elements 4 <paramref name="block"/> to 4 <paramref name="block"/> + 3.</summary>
    public static PhiloxWords Words(in DropoutKey key, uint block) => Philox4x32.Words(
        (uint)key.Seed,
        (uint)(key.Seed >> 32),
        new PhiloxWords(block, key.Site, (uint)key.Step, (uint)(key.Step >> 32)));

    /// <summary>The words of the elements from <paramref name="start"/> on, the same as <see cref="Word"/> gives one by one.</summary>
    /// <param name="key">The key of the mask.</param>
    /// <param name="words">Where the words go.</param>
    /// <param name="start">The first element, a multiple of 4: so a thread can fill its own part of a mask.</param>
    /// <exception cref="ArgumentException"><paramref name="start"/> is no multiple of 4.</exception>
    public static unsafe void Fill(in DropoutKey key, Span<uint> words, uint start = 0)
    {
        if (start % 4 != 0)
            throw new ArgumentException("A mask is filled from a multiple of 4 on.", nameof(start));

        int filled;
        fixed (uint* target = words)
            filled = PhiloxVectors.Fill(key, start / 4, target, words.Length);

        for (int i = filled; i < words.Length; i++)
            words[i] = Word(key, start + (uint)i);
    }
}
