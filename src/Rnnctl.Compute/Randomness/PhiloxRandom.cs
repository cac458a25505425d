using System.Buffers.Binary;

namespace Rnnctl.Compute.Randomness;

/// <summary>
/// Random numbers for initialisation and shuffling: one of 2^32 independent streams of <see cref="Philox4x32"/> for a seed. All drawing methods are overridden,
/// so that a seed gives the same numbers on every version of .NET. Not thread-safe.
/// </summary>
public sealed class PhiloxRandom : Random
{
    // Dropout uses the training step as the last two words of its counters. They stay below this number, so that no stream repeats the words of a mask.
    private const uint StreamMark = 0x80000000;

    private readonly ulong _seed;
    private readonly uint _stream;
    private ulong _block;
    private PhiloxWords _words;
    private uint _used = 4;
    private double _spareGaussian = double.NaN;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">The number of the stream.</param>
    public PhiloxRandom(ulong seed, uint stream)
    {
        _seed = seed;
        _stream = stream;
    }

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            double spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }

        // 1 - u lies in (0, 1], where the logarithm is finite.
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * NextDouble());
        _spareGaussian = radius * sine;
        return radius * cosine;
    }

    /// <inheritdoc/>
    public override double NextDouble() => (NextLong() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public override float NextSingle() => (NextWord() >> 8) * (1f / (1 << 24));

    /// <inheritdoc/>
    public override int Next() => (int)Below(int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)Below((ulong)maxValue);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)Below((ulong)((long)maxValue - minValue)));
    }

    /// <inheritdoc/>
    public override long NextInt64() => (long)Below(long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (long)Below((ulong)maxValue);
    }

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return unchecked(minValue + (long)Below((ulong)maxValue - (ulong)minValue));
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        while (!buffer.IsEmpty)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(word, NextWord());
            int length = Math.Min(word.Length, buffer.Length);
            word[..length].CopyTo(buffer);
            buffer = buffer[length..];
        }
    }

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    /// <summary>
    /// An unbiased number below a bound, or 0 for the bound 0: the high half of a product. It rejects the few products that would favour some numbers (Lemire
    /// 2019).
    /// </summary>
    private ulong Below(ulong bound)
    {
        if (bound <= 1)
            return 0;

        ulong reject = unchecked(0 - bound) % bound;
        ulong high;
        ulong low;
        do
        {
            high = Math.BigMul(NextLong(), bound, out low);
        }
        while (low < reject);

        return high;
    }

    private ulong NextLong()
    {
        ulong low = NextWord();
        return low | ((ulong)NextWord() << 32);
    }

    private uint NextWord()
    {
        if (_used == 4)
        {
            var counter = new PhiloxWords((uint)_block, (uint)(_block >> 32), _stream, StreamMark);
            _words = Philox4x32.Words((uint)_seed, (uint)(_seed >> 32), counter);
            _block++;
            _used = 0;
        }

        return _words[_used++];
    }
}
