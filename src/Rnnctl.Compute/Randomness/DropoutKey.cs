namespace Rnnctl.Compute.Randomness;

/// <summary>The key of a dropout mask. The same key gives the same mask forward and backward, on every device and with any number of threads.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Step">The training step; the upper half holds the row's number (see <see cref="OfRow"/>).</param>
/// <param name="Site">The site in the model where dropout is applied; every site has its own number.</param>
public readonly record struct DropoutKey(ulong Seed, ulong Step, uint Site)
{
    /// <summary>An element is kept if its random word is below this threshold.</summary>
    public static uint Threshold(double keep) => (uint)Math.Min(keep * 4294967296.0, uint.MaxValue);

    /// <summary>
    /// The key of one row of a mask. A row has its number from its sequence and its time step, and not from its place in a batch, so that a mask does not
    /// depend on how a batch is cut into shards.
    /// </summary>
    public static DropoutKey OfRow(in DropoutKey key, uint number) => key with { Step = (uint)key.Step | ((ulong)number << 32) };

    /// <summary>The random word for the mask's element at <paramref name="index"/>.</summary>
    public static uint Word(in DropoutKey key, uint index) => Words(key, index >> 2)[index];

    /// <summary>The four random words for the mask's elements 4 <paramref name="block"/> to 4 <paramref name="block"/> + 3.</summary>
    public static PhiloxWords Words(in DropoutKey key, uint block) => Philox4x32.Words(
        (uint)key.Seed,
        (uint)(key.Seed >> 32),
        new PhiloxWords(block, key.Site, (uint)key.Step, (uint)(key.Step >> 32)));

    /// <summary>Writes the words of the elements from <paramref name="start"/> on: the same words as <see cref="Word"/>.</summary>
    /// <param name="key">The key of the mask.</param>
    /// <param name="words">Receives the words.</param>
    /// <param name="start">The first element, a multiple of 4. Threads can fill separate parts of a mask.</param>
    /// <exception cref="ArgumentException"><paramref name="start"/> is not a multiple of 4.</exception>
    public static unsafe void Fill(in DropoutKey key, Span<uint> words, uint start = 0)
    {
        if (start % 4 != 0)
            throw new ArgumentException("the start of a mask's part must be a multiple of 4", nameof(start));

        int filled;
        fixed (uint* target = words)
            filled = PhiloxVectors.Fill(key, start / 4, target, words.Length);

        for (int i = filled; i < words.Length; i += 4)
        {
            PhiloxWords block = Words(key, (start + (uint)i) / 4);
            for (int word = 0; word < Math.Min(4, words.Length - i); word++) words[i + word] = block[(uint)word];
        }
    }
}
