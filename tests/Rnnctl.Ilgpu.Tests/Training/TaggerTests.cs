using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Parameters;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Tagging;
using Rnnctl.Training.Tests.Tagging;

namespace Rnnctl.Ilgpu.Tests.Training;

public sealed class TaggerTests : DeviceTest
{
    private const int Steps = 6;
    private const double Tolerance = 1e-4;

    private static readonly TaggingData Data = ToyTagging.Data(seed: 1, sentences: 40);

    public static TheoryData<string, string> Cells => Devices.With(CellCatalog.Names);

    public static TheoryData<string, string> CharacterCells => Devices.With(
        Enum.GetValues<CharacterCell>().Where(cell => cell != CharacterCell.None).Select(cell => cell.ToString()));

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_tagger_learns_on_a_device_as_on_the_CPU_and_each_runs_on_the_other(string device, string cell)
    {
        using Backend<float> cpu = CpuDevice.Open<float>(threads: 1);
        using TaggerModel here = Create(Open<float>(device), cell), there = Create(cpu, cell);
        double[] losses = LearnAlike(here, there, Data.Encoded);
        Assert.True(losses[^1] < losses[0], $"the loss went from {losses[0]} to {losses[^1]}");
        AssertSameProbabilities(here, cpu, cell);
        AssertSameProbabilities(there, Open<float>(device), cell);
    }

    [Theory]
    [MemberData(nameof(CharacterCells))]
    public void A_tagger_with_characters_learns_on_a_device_as_on_the_CPU(string device, string cell)
    {
        using Backend<float> cpu = CpuDevice.Open<float>(threads: 1);
        CharacterCell kind = Enum.Parse<CharacterCell>(cell);
        using TaggerModel here = EndingTagging.Create(kind, Open<float>(device)), there = EndingTagging.Create(kind, cpu);
        LearnAlike(here, there, EndingTagging.Data(seed: 1, sentences: 40).Encoded);
    }

    private static double[] LearnAlike(TaggerModel here, TaggerModel there, EncodedCorpus corpus)
    {
        double[] losses = Learn(here, corpus), expected = Learn(there, corpus);
        Assert.All(losses.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
        return losses;
    }

    private static void AssertSameProbabilities(TaggerModel trained, Backend<float> other, string cell)
    {
        using TaggerModel copy = Create(other, cell);
        foreach (ParameterShape shape in trained.Parameters.Shapes)
        {
            var values = new float[shape.Count];
            trained.Parameters.Read(shape.Name, values);
            copy.Parameters.Write(shape.Name, values);
        }

        float[] expected = Probabilities(trained), actual = Probabilities(copy);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private static TaggerModel Create(Backend<float> backend, string cell)
    {
        var configuration = new ModelConfiguration
        {
            Architecture = ToyTagging.Architecture with { Cell = cell, Layers = 2 },
            Training = new TrainingConfiguration { Bptt = 3 },
        };
        return TaggerModel.Create(configuration, ToyTagging.Vocabularies, backend);
    }

    private static double[] Learn(TaggerModel model, EncodedCorpus corpus)
    {
        using var learner = new TaggerLearner(model, corpus);
        int[] sentences = [.. Enumerable.Range(0, Steps * 6)];
        return [.. Enumerable.Range(0, Steps).Select(step => (double)learner.Learn(sentences.AsSpan(step * 6, 6), step + 1, 0.01).Loss)];
    }

    private static float[] Probabilities(TaggerModel model)
    {
        using var runner = new TaggerRunner(model, withProbabilities: true);
        var plan = new BatchPlan(Data.Encoded, BatchLimit.OfSentences(8));
        plan.SortByLength();
        runner.Run(Data.Encoded, plan);
        return [.. Enumerable.Range(0, Data.Encoded.Sentences).SelectMany(sentence => runner.ProbabilitiesOf(sentence).ToArray())];
    }
}
