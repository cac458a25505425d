using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Tests.Processes;

/// <summary>A training process that is killed at random moments.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 8;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void However_often_a_run_is_killed_its_last_checkpoint_works_and_it_comes_to_the_same_bits()
    {
        InProcessTool.Done(Train("whole"));
        var random = new Random(20_251);
        string model = _folder["killed"];
        for (int kill = 0; kill < Kills; kill++)
        {
            bool begun = ModelDirectory.HoldsModel(model);
            using (var tool = new RunningTool(begun ? [.. Train("killed"), "--resume"] : Train("killed")))
            {
                // The first is killed while it starts, the others at some point of a checkpoint or between two.
                if (kill > 0) ReadEvaluations(tool, random.Next(1, 14));
                Thread.Sleep(random.Next(kill == 0 ? 200 : 12));
                tool.Signal("KILL");
            }

            if (ModelDirectory.HoldsModel(model)) InProcessTool.Done("eval", model, SlotsModel.Validation, "--quiet", "--threads", "1");
        }

        InProcessTool.Done([.. Train("killed"), "--resume"]);
        foreach (string name in new[] { "model.safetensors", "training.safetensors" })
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{name}"]), File.ReadAllBytes(_folder[$"killed/{name}"]));
        Assert.Equal(Measured("whole"), Measured("killed"));
        Assert.DoesNotContain(Directory.GetFiles(model, "*", SearchOption.AllDirectories), path => path.Contains(".rnnctl-", StringComparison.Ordinal));
    }

    private static void ReadEvaluations(RunningTool tool, int count)
    {
        for (int i = 0; i < count; i++) tool.ReadErrorUpTo("epoch ");
    }

    private string[] Train(string output) =>
    [
        "train", "--train", SlotsModel.FirstSentences(_folder, 80), "--valid", SlotsModel.FirstSentences(_folder, 10), "--output", _folder[output],
        "--hidden", "8", "--embedding", "8", "--batch-size", "4", "--threads", "1", "--epochs", "20", "--evaluate-every", "2", "--patience", "1000000",
    ];

    /// <summary>The log without its times.</summary>
    private IEnumerable<string> Measured(string model) => File.ReadLines(_folder[$"{model}/metrics.csv"]).Select(line =>
    {
        string[] columns = line.Split(',');
        return string.Join(',', (string[])[.. columns[..2], .. columns[4..]]);
    });
}
