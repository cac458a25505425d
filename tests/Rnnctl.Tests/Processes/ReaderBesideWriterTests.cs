using System.Globalization;
using Rnnctl.Inference.Directories;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Tests.Processes;

/// <summary>Runs <c>rnnctl tag</c> with a model that a training run saves at every step.</summary>
public sealed class ReaderBesideWriterTests : IDisposable
{
    private const long LeastSteps = 20;

    // RNNCTL_READS=10000 makes a longer test: it runs the tool so often in this process, and for every twentieth read also as a process.
    private static readonly int Reads =
        int.Parse(Environment.GetEnvironmentVariable("RNNCTL_READS") ?? "100", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["model"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reader_always_finds_one_complete_model()
    {
        using var run = new RunningTool(
            "train", "--train", SlotsModel.FirstSentences(_folder, 80), "--output", Model, // Without --valid, every evaluation saves the weights.
            "--hidden", "8", "--embedding", "8", "--batch-size", "4", "--threads", "1", "--quiet",
            "--epochs", "1000000", "--evaluate-every", "1", "--patience", "1000000");
        while (!run.HasEnded && !ModelDirectory.HoldsModel(Model)) Thread.Sleep(10);
        string sentences = _folder.Write("sentences.txt", "leave Taipei\n");
        for (int read = 0; read < Reads || Step() < LeastSteps; read++)
        {
            Assert.False(run.HasEnded, "the run has ended");
            InProcessTool.Done("tag", Model, sentences);
            if (read % 20 > 0) continue;
            ToolProcess tag = ToolProcess.Rnnctl("tag", Model, sentences);
            Assert.True(tag.ExitCode == 0, tag.Error);
        }
    }

    private long Step()
    {
        using ModelDirectory model = ModelDirectory.Open(Model);
        return TrainingState.ReadProgress(model).Step;
    }
}
