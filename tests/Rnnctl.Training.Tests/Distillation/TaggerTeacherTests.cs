using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Distillation;
using Rnnctl.Training.Tests.Tagging;

namespace Rnnctl.Training.Tests.Distillation;

/// <summary>What teachers say of a corpus, against sums over all labellings of a sentence.</summary>
public sealed class TaggerTeacherTests : IDisposable
{
    // More than teachers read at once.
    private const int Sentences = 700;

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TaggingData _data = ToyTagging.Data(seed: 5, Sentences);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void The_distributions_are_the_mean_of_softmax_and_marginals()
    {
        TaggerVocabularies own = ToyTagging.Vocabularies;
        string[] labels = [.. own.Labels.Symbols];

        // The second teacher has the labels in another order, and a random field.
        TaggerVocabularies other = own with { Labels = Vocabulary.ForLabels([.. Enumerable.Reverse(labels)]) };
        float[] transitions = [0.5f, -1, 2, 0.25f], start = [1, -0.5f], end = [0.75f, -0.25f];
        TaggerModel first = Create(own, crf: false, seed: 1), second = Create(other, crf: true, seed: 2);
        second.Parameters.Write("crf.transitions", transitions);
        second.Parameters.Write("crf.start_transitions", start);
        second.Parameters.Write("crf.end_transitions", end);
        EncodedCorpus ofSecond = TaggingData.Of(_data.Gold, other).Encoded;
        Assert.True(_data.Encoded.Tokens > 2048);

        int[] chosen = [0, Sentences - 1, 350, 1];
        float[][] logits = Logits(first, _data.Encoded, chosen), emissions = Logits(second, ofSecond, chosen);
        double[][] expected =
        [
            .. chosen.Index().Select(one => Mean(
                [.. logits[one.Index].Chunk(2).SelectMany(Softmax)], Marginals(emissions[one.Index], transitions, start, end))),
        ];
        using TaggerTeacher teacher = new(first, _data.Encoded, own.Labels), otherTeacher = new(second, ofSecond, own.Labels);
        LabelDistributions found = TaggerTeacher.Label([teacher, otherTeacher], _data.Encoded, Sentences, labels.Length, CancellationToken.None);

        Assert.Equal(Sentences, found.Sentences);
        var batch = new TaggerBatch();
        batch.Fill(_data.Encoded, chosen);
        var rows = new float[batch.Steps.Tokens * 2];
        found.Read(batch.Steps, rows);
        for (int place = 0; place < chosen.Length; place++)
        {
            double[] distributions = expected[Array.IndexOf(chosen, batch.Steps.Numbers[place])];
            for (int token = 0; token < batch.Steps.Lengths[place]; token++)
            {
                for (int label = 0; label < 2; label++)
                    Assert.Equal(distributions[(token * 2) + label], rows[((batch.Steps.Offset(token) + place) * 2) + label], 2e-5);
            }
        }
    }

    [Fact]
    public void Labels_that_are_next_to_impossible_are_left_out_and_the_others_sum_to_one()
    {
        var distributions = new LabelDistributions(4);
        distributions.Add([0.6, 0.4, 1e-7, 0, 1, 0, 0, 0]);
        distributions.Add([0, 0.5, 0, 0.25]);
        Assert.Equal(5 * 12, distributions.Bytes);
        var steps = new PackedSteps();
        steps.Assign([2, 1], numbers: [0, 1]);
        var rows = new float[3 * 4];
        rows.AsSpan().Fill(7);
        distributions.Read(steps, rows);
        float[] expected = [0.6f, 0.4f, 0, 0, 0, 2f / 3, 0, 1f / 3, 1, 0, 0, 0];
        Assert.All(expected.Zip(rows), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    private TaggerModel Create(TaggerVocabularies vocabularies, bool crf, long seed) => TaggerModel.Create(
        new ModelConfiguration { Architecture = ToyTagging.Architecture with { Crf = crf }, Training = new TrainingConfiguration { Seed = seed } },
        vocabularies, _backend);

    private static float[][] Logits(TaggerModel model, EncodedCorpus corpus, int[] sentences)
    {
        using var runner = new TaggerRunner(model, withLogits: true);
        var plan = new BatchPlan(corpus, BatchLimit.OfSentences(50));
        plan.SortByLength();
        runner.Run(corpus, plan);
        return [.. sentences.Select(sentence => runner.LogitsOf(sentence).ToArray())];
    }

    private static IEnumerable<double> Softmax(float[] logits) => logits.Select(logit => Math.Exp(logit) / logits.Sum(one => Math.Exp(one)));

    private static double[] Mean(double[] one, double[] other) => [.. one.Zip(other, (x, y) => (x + y) / 2)];

    /// <summary>The marginals of two labels by a sum over all labellings, with the labels in the opposite order.</summary>
    private static double[] Marginals(float[] emissions, float[] transitions, float[] start, float[] end)
    {
        int tokens = emissions.Length / 2;
        var sums = new double[emissions.Length];
        for (int labelling = 0; labelling < 1 << tokens; labelling++)
        {
            int LabelOf(int token) => (labelling >> token) & 1;
            double score = start[LabelOf(0)] + end[LabelOf(tokens - 1)];
            for (int token = 0; token < tokens; token++)
            {
                score += emissions[(token * 2) + LabelOf(token)];
                if (token > 0) score += transitions[(LabelOf(token - 1) * 2) + LabelOf(token)];
            }

            for (int token = 0; token < tokens; token++) sums[(token * 2) + 1 - LabelOf(token)] += Math.Exp(score);
        }

        return [.. sums.Chunk(2).SelectMany(pair => pair.Select(sum => sum / pair.Sum()))];
    }
}
