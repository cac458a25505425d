using Rnnctl.Inference.Directories;

namespace Rnnctl.Tests.Processes;

/// <summary>Kills a training process at random moments.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 12;
    private readonly TemporaryFolder _folder = new();

    private string Killed => _folder["killed"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_that_is_killed_many_times_always_has_a_working_checkpoint_and_gives_the_same_bits()
    {
        InProcessTool.Done(Train("whole"));
        var random = new Random(20_251);
        int kills = 0;
        while (kills < Kills && Run(random, first: kills == 0))
        {
            kills++;
            if (ModelDirectory.HoldsModel(Killed)) InProcessTool.Done("eval", Killed, SlotsModel.Validation, "--quiet", "--threads", "1");
        }

        Assert.True(kills > 3, "the run finished before it was killed often enough: give it more epochs");
        InProcessTool.Done([.. Train("killed"), "--resume"]);
        foreach (string name in new[] { "model.safetensors", "training.safetensors" })
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{name}"]), File.ReadAllBytes(_folder[$"killed/{name}"]));
        Assert.Equal(Measured("whole"), Measured("killed"));
        Assert.Empty(Directory.GetFileSystemEntries(Killed, ".rnnctl-*", SearchOption.AllDirectories));
    }

    /// <summary>
    /// Starts the process and kills it: the first one while it starts, later ones during or between checkpoints. Returns false if the run has finished.
    /// </summary>
    private bool Run(Random random, bool first)
    {
        using var tool = new RunningTool(ModelDirectory.HoldsModel(Killed) ? [.. Train("killed"), "--resume"] : Train("killed"));
        for (int evaluations = first ? 0 : random.Next(1, 10); evaluations > 0; evaluations--)
        {
            if (tool.ReadErrorUpTo("epoch ")) continue;
            ToolProcess end = tool.End();
            Assert.True(end.ExitCode == 0, $"{end.ExitCode} {end.Error}");
            return false;
        }

        Thread.Sleep(random.Next(first ? 200 : 40));
        tool.Kill();
        return true;
    }

    private string[] Train(string output) =>
    [
        "train", "--train", SlotsModel.FirstSentences(_folder, 80), "--valid", SlotsModel.FirstSentences(_folder, 10),
        "--output", _folder[output], "--hidden", "8", "--embedding", "8", "--batch-size", "4", "--threads", "1",
        "--epochs", "20", "--evaluate-every", "2", "--patience", "1000000",
    ];

    /// <summary>The log without the columns of times.</summary>
    private IEnumerable<string> Measured(string model) => File.ReadLines(_folder[$"{model}/metrics.csv"]).Select(line =>
    {
        string[] columns = line.Split(',');
        return string.Join(',', (string[])[.. columns[..2], .. columns[4..]]);
    });
}
