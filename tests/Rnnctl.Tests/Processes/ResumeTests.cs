using System.Text.Json;

namespace Rnnctl.Tests.Processes;

/// <summary>Option <c>--resume</c>: an interrupted and resumed run gives the same bits as an uninterrupted one.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly string[] Weights = ["model.safetensors", "training.safetensors"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--cell gru --layers 2 --optimizer momentum --schedule plateau --bptt 3")]
    [InlineData("--layers 2 --learn-initial-state --residual --layer-norm --recurrent-dropout 0.2 --zoneout 0.1 --self-attention 2")]
    [InlineData("--cell elman --no-bidirectional --optimizer adagrad --batch-tokens 50 --threads 2")]
    public void Resumed_run_gives_the_same_bits_as_an_uninterrupted_one(string options)
    {
        string[] more = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        InProcessTool.Done(Train("whole", 100, 5, more));
        InProcessTool.Done(Train("parts", 100, 2, more));
        string[] resume = more.Contains("--threads") ? ["--resume", "--threads", "2"] : ["--resume"];
        InProcessTool.Done(Train("parts", 100, 3, resume));
        InProcessTool.Done(Train("parts", 100, 5, resume));
        AssertSame("whole", "parts");
    }

    [Fact]
    public void Resuming_a_finished_run_changes_nothing()
    {
        InProcessTool.Done(Train("whole", 60, 2));
        InProcessTool.Done(Train("parts", 60, 2));
        InProcessTool.Done(Train("parts", 60, 2, "--resume"));
        AssertSame("whole", "parts");
    }

    [Fact]
    public void Interrupt_within_an_epoch_saves_the_run_and_it_can_be_resumed()
    {
        // All that there are, and a wide layer: the run has seconds to go when the signal is sent.
        const int Sentences = 2000;
        if (OperatingSystem.IsWindows()) return;
        string[] options = ["--batch-size", "1", "--evaluate-every", "200", "--hidden", "64"];
        InProcessTool.Done(Train("whole", Sentences, 2, options));
        using (var tool = new RunningTool(Train("parts", Sentences, 2, options)))
        {
            Assert.True(tool.ReadErrorUpTo("epoch 1  step 400 "));
            tool.Signal("INT");
            ToolProcess end = tool.End();
            Assert.Equal(130, end.ExitCode);
            string message = $"interrupted; the run is saved in {_folder["parts"]}; train with --resume goes on from here";
            Assert.Equal(message, end.Error.Split('\n')[^1]);
        }

        JsonElement progress = JsonDocument.Parse(File.ReadAllText(_folder["parts/training.json"])).RootElement;
        Assert.InRange(progress.GetProperty("step").GetInt32(), 400, (2 * Sentences) - 1);
        Assert.NotEqual(0, progress.GetProperty("batch").GetInt32());
        InProcessTool.Done("eval", _folder["parts"], SlotsModel.Validation);
        InProcessTool.Done(Train("parts", Sentences, 2, "--resume", "--hidden", "64"));
        AssertSame("whole", "parts");
    }

    [Theory]
    [InlineData("--hidden 9", "--hidden")]
    [InlineData("--cell gru", "--cell")]
    [InlineData("--layers 0", "--layers")]
    [InlineData("--crf", "--crf")]
    [InlineData("--learn-initial-state", "--learn-initial-state")]
    [InlineData("--layer-norm", "--layer-norm")]
    [InlineData("--self-attention 2", "--self-attention")]
    [InlineData("--zoneout 0.2", "--zoneout")]
    [InlineData("--seed 2", "--seed")]
    [InlineData("--batch-tokens 50", "--batch-tokens")]
    [InlineData("--optimizer sgd", "--optimizer")]
    public void Resume_refuses_options_that_the_state_depends_on(string option, string name)
    {
        InProcessTool.Done(Train("whole", 60, 1));
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(Train("whole", 60, 2, ["--resume", .. option.Split(' ')])));
        Assert.Equal($"error: {name} cannot change where a run goes on", tool.ErrorLines[^2]);
        Assert.Equal("hint: leave it out, or start anew with --overwrite", tool.ErrorLines[^1]);
        InProcessTool.Done(Train("whole", 60, 2, "--resume"));
    }

    [Fact]
    public void Resume_refuses_other_sentences()
    {
        InProcessTool.Done(Train("whole", 60, 1));
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(Train("whole", 61, 2, "--resume")));
        Assert.Equal("error: --train: these are not the sentences that the run began with", tool.ErrorLines[^2]);
        InProcessTool.Done(Train("whole", 60, 2, "--resume"));
    }

    [Fact]
    public void Resume_warns_if_the_number_of_threads_differs()
    {
        InProcessTool.Done(Train("whole", 60, 1));
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run(Train("whole", 60, 2, "--resume", "--threads", "2", "--quiet")));
        Assert.Equal("warning: resuming with 2 threads a run of 1: the bits may differ", tool.ErrorLines[0]);
    }

    private string[] Train(string output, int sentences, int epochs, params string[] more)
    {
        string train = SlotsModel.FirstSentences(_folder, sentences);
        string valid = SlotsModel.FirstSentences(_folder, 20);
        string[] shape = more.Contains("--hidden") ? [] : ["--hidden", "8", "--embedding", "8"];
        string[] threads = more.Contains("--threads") ? [] : ["--threads", "1"];
        string[] words = ["train", "--train", train, "--valid", valid, "--output", _folder[output], "--epochs", $"{epochs}"];
        return [.. words, .. shape, .. threads, .. more];
    }

    private void AssertSame(string first, string second)
    {
        foreach (string name in Weights)
            Assert.Equal(File.ReadAllBytes(_folder[$"{first}/{name}"]), File.ReadAllBytes(_folder[$"{second}/{name}"]));
    }
}
