using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Models.LanguageModels;

namespace Rnnctl.Models.Tests.LanguageModels;

public sealed class LogUniformSamplerTests
{
    [Fact]
    public void A_single_class_is_drawn_as_often_as_it_is_probable()
    {
        const int Symbols = 6, Draws = 20_000;
        var sampler = new LogUniformSampler<double>(Symbols, 1);
        int[] times = new int[Symbols];
        for (uint step = 0; step < Draws; step++) times[sampler.Draw(Key(step), []).Classes[0]]++;
        double[] p = [.. Enumerable.Range(0, Symbols).Select(sampler.Probability)];

        // log 2, log 3/2, ..., log 7/6, divided by log 7.
        Assert.Equal([0.35621, 0.20837, 0.14784, 0.11467, 0.09369, 0.07922], p.Select(one => Math.Round(one, 5)));
        for (int k = 0; k < Symbols; k++)
        {
            double expected = Draws * p[k], margin = 5 * Math.Sqrt(expected * (1 - p[k]));
            Assert.InRange(times[k], expected - margin, expected + margin);
        }
    }

    [Fact]
    public void Classes_are_in_the_sample_as_often_as_their_corrections_say()
    {
        const int Symbols = 40, Count = 10, Draws = 5000;
        var sampler = new LogUniformSampler<double>(Symbols, Count);
        int[] all = [.. Enumerable.Range(0, Symbols)];
        double[] times = new double[Symbols], expected = new double[Symbols];
        for (uint step = 0; step < Draws; step++)
        {
            SampledClasses<double> sample = sampler.Draw(Key(step), all);
            Assert.Equal(Count, sample.Classes.ToArray().Distinct().Count());
            foreach (int k in sample.Classes) times[k] += 1.0 / Draws;
            for (int k = 0; k < Symbols; k++) expected[k] += Math.Exp(-sample.LabelCorrections[k]) / Draws;
        }

        // Q is the expected count after the number of draws that happened to be needed, which is close to the count.
        for (int k = 0; k < Symbols; k++) Assert.InRange(times[k], (0.93 * expected[k]) - 0.01, (1.07 * expected[k]) + 0.01);
        Assert.Equal(Count, expected.Sum(), 0.2);
    }

    [Fact]
    public void A_label_and_the_same_class_of_the_sample_have_the_same_correction_and_the_place_of_a_hit_is_told()
    {
        int[] labels = [.. Enumerable.Range(0, 30)];
        SampledClasses<float> sample = new LogUniformSampler<float>(30, 12).Draw(Key(3), labels);
        foreach (int label in labels)
        {
            Assert.Equal(sample.Classes.IndexOf(label), sample.Hits[label]);
            if (sample.Hits[label] >= 0) Assert.Equal(sample.LabelCorrections[label], sample.ClassCorrections[sample.Hits[label]]);
        }
    }

    [Fact]
    public void The_sample_follows_from_seed_and_step_alone()
    {
        var sampler = new LogUniformSampler<float>(1000, 50);
        int[] first = Sample(sampler, Key(1)), second = Sample(sampler, Key(2));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Sample(sampler, Key(1)));
        Assert.Equal(second, Sample(new LogUniformSampler<float>(1000, 50), Key(2)));
        Assert.NotEqual(first, Sample(sampler, Key(1) with { Seed = 8 }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void A_sample_of_nothing_or_of_the_whole_vocabulary_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogUniformSampler<float>(10, count));

    private static DropoutKey Key(uint step) => new(Seed: 7, step, Site: 1025);

    private static int[] Sample(LogUniformSampler<float> sampler, DropoutKey key) => sampler.Draw(key, []).Classes.ToArray();
}
