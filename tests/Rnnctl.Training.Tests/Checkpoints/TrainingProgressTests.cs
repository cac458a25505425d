using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests.Checkpoints;

public sealed class TrainingProgressTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_number_is_read_bit_for_bit()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            var progress = new TrainingProgress
            {
                CorpusDigest = "9f86d081",
                Epoch = random.Next(),
                Batch = random.Next(),
                Step = random.NextInt64(),
                Evaluations = random.Next(),
                BestScore = round % 2 == 0 ? null : -random.NextDouble() / 3,
                BestLoss = round % 2 == 0 ? null : random.NextDouble() * 7,
                LowestLoss = round % 3 == 0 ? null : random.NextDouble() / 7,
                BestEvaluation = random.Next(),
                BestStep = random.NextInt64(),
                WithoutImprovement = random.Next(),
                PlateauReductions = random.Next(),
                Finished = round % 3 == 0,
                Seconds = random.NextDouble() * 1e6,
                SecondsAtEvaluation = random.NextDouble(),
                LossSum = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)),
                Tokens = random.NextInt64(),
                GradientNormSum = random.NextDouble(),
                Steps = random.NextInt64(),
            };
            Save(progress);
            Assert.Equal(progress, Read());
        }
    }

    [Fact]
    public void A_file_of_rnnctl_0_1_0_tells_no_losses_and_is_read()
    {
        Save(new TrainingProgress { BestScore = 0.5, BestLoss = 1.5, LowestLoss = 1.25, Evaluations = 3 });
        string text = File.ReadAllText(_directory["training.json"]);
        _directory.Write("training.json", text.Replace("  \"best_loss\": 1.5,\n  \"lowest_loss\": 1.25,\n", "", StringComparison.Ordinal));
        Assert.Equal(new TrainingProgress { BestScore = 0.5, Evaluations = 3 }, Read());
    }

    [Fact]
    public void A_negative_count_is_refused()
    {
        Save(new TrainingProgress { Batch = -1 });
        Assert.Equal(
            $"{_directory["training.json"]}: batch: expected a number of at least 0, found -1",
            Assert.Throws<InputException>(() => Read()).Message);
    }

    [Fact]
    public void A_missing_key_is_named()
    {
        File.WriteAllText(_directory["training.json"], "{\"format_version\": 1, \"corpus_digest\": \"\"}");
        Assert.Equal(
            $"{_directory["training.json"]}: the key epoch is missing",
            Assert.Throws<InputException>(() => Read()).Message);
    }

    private TrainingProgress Read()
    {
        using FileStream stream = File.OpenRead(_directory["training.json"]);
        return TrainingProgress.Read(stream.Name, stream);
    }

    private void Save(TrainingProgress progress)
    {
        using FileStream stream = File.Create(_directory["training.json"]);
        progress.Write(stream);
    }
}
