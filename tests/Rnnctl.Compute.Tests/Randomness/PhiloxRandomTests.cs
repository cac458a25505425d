using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Randomness;

public sealed class PhiloxRandomTests
{
    private const int Draws = 200_000;

    [Fact]
    public void The_same_seed_and_stream_give_the_same_numbers_again() =>
        Assert.Equal(Words(new PhiloxRandom(42, 7)), Words(new PhiloxRandom(42, 7)));

    [Fact]
    public void Streams_and_seeds_differ()
    {
        byte[] words = Words(new PhiloxRandom(42, 7));

        Assert.NotEqual(words, Words(new PhiloxRandom(42, 8)));
        Assert.NotEqual(words, Words(new PhiloxRandom(43, 7)));
        Assert.NotEqual(words, Words(new PhiloxRandom(42UL << 32, 7)));
    }

    [Fact]
    public void Bytes_are_the_words_of_Philox_in_little_endian_order()
    {
        PhiloxWords first = Philox4x32.Words(0x89abcdef, 0x01234567, new PhiloxWords(0, 0, 7, 0x80000000));
        PhiloxWords second = Philox4x32.Words(0x89abcdef, 0x01234567, new PhiloxWords(1, 0, 7, 0x80000000));
        byte[] bytes = new byte[20];

        new PhiloxRandom(0x0123456789abcdef, 7).NextBytes(bytes);

        uint[] words = [first.First, first.Second, first.Third, first.Fourth, second.First];
        Assert.Equal(words, Enumerable.Range(0, 5).Select(i => BitConverter.ToUInt32(bytes, 4 * i)));
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_uniform_distribution()
    {
        var random = new PhiloxRandom(1, 0);
        double[] numbers = [.. Enumerable.Range(0, Draws).Select(_ => random.NextDouble())];

        // Five standard errors: the variance of u is 1/12, the variance of (u - 1/2)² is 1/180.
        Assert.All(numbers, u => Assert.InRange(u, 0, 1 - Math.Pow(2, -53)));
        Assert.InRange(numbers.Average() - 0.5, -5 * Math.Sqrt(1.0 / 12 / Draws), 5 * Math.Sqrt(1.0 / 12 / Draws));
        double variance = numbers.Average(u => (u - 0.5) * (u - 0.5));
        Assert.InRange(variance - (1.0 / 12), -5 * Math.Sqrt(1.0 / 180 / Draws), 5 * Math.Sqrt(1.0 / 180 / Draws));
    }

    [Fact]
    public void Gaussian_numbers_have_the_moments_of_the_normal_distribution()
    {
        var random = new PhiloxRandom(2, 0);
        double[] numbers = [.. Enumerable.Range(0, Draws).Select(_ => random.NextGaussian())];

        // Five standard errors: the variances of z, z², z³ and z⁴ are 1, 2, 15 and 96; the variance of the product of neighbours is 1.
        double error = 5 / Math.Sqrt(Draws);
        Assert.InRange(numbers.Average(), -error, error);
        Assert.InRange(numbers.Average(z => z * z) - 1, -error * Math.Sqrt(2), error * Math.Sqrt(2));
        Assert.InRange(numbers.Average(z => z * z * z), -error * Math.Sqrt(15), error * Math.Sqrt(15));
        Assert.InRange(numbers.Average(z => z * z * z * z) - 3, -error * Math.Sqrt(96), error * Math.Sqrt(96));
        Assert.InRange(numbers.Zip(numbers.Skip(1)).Average(pair => pair.First * pair.Second), -error, error);
    }

    [Fact]
    public void Integers_below_a_bound_fall_evenly()
    {
        const int Bound = 10;
        var random = new PhiloxRandom(3, 0);
        int[] counts = new int[Bound];
        for (int i = 0; i < Draws; i++)
            counts[random.Next(Bound)]++;

        // Chi squared with 9 degrees of freedom exceeds 33.7 with probability 1e-4.
        double expected = (double)Draws / Bound;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, 33.7);
    }

    [Fact]
    public void Every_draw_stays_in_its_range()
    {
        var random = new PhiloxRandom(4, 0);
        for (int i = 0; i < 1000; i++)
        {
            Assert.InRange(random.Next(), 0, int.MaxValue - 1);
            Assert.InRange(random.Next(int.MinValue, int.MaxValue), int.MinValue, int.MaxValue - 1);
            Assert.InRange(random.Next(-3, 2), -3, 1);
            Assert.InRange(random.NextInt64(), 0, long.MaxValue - 1);
            Assert.InRange(random.NextInt64(-5, long.MaxValue), -5, long.MaxValue - 1);
            Assert.InRange(random.NextSingle(), 0, MathF.BitDecrement(1));
        }

        Assert.Equal(0, random.Next(0));
        Assert.Equal(-4, random.Next(-4, -4));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(2, 1));
    }

    [Fact]
    public void A_shuffle_is_a_permutation_that_depends_on_its_seed()
    {
        int[] first = [.. Enumerable.Range(0, 100)];
        int[] second = [.. first];

        new PhiloxRandom(5, 1).Shuffle(first);
        new PhiloxRandom(5, 1).Shuffle(second);

        Assert.Equal(first, second);
        Assert.NotEqual(Enumerable.Range(0, 100), first);
        Assert.Equal(Enumerable.Range(0, 100), first.Order());
    }

    private static byte[] Words(Random random)
    {
        byte[] bytes = new byte[64];
        random.NextBytes(bytes);
        return bytes;
    }
}
