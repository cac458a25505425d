using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

/// <summary>The page about PyTorch.</summary>
public sealed class TorchTests : IDisposable
{
    private static readonly string Script = Path.Combine(Repository.Root, "examples", "torch", "tagger.py");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FactWithTorch]
    public void PyTorch_labels_sentences_as_the_exported_tagger_does()
    {
        string file = _folder["slots.safetensors"];
        InProcessTool.Done("export", SlotsModel.Path, "--format", "torch", "--output", file);

        // A token that training never saw is among them.
        string sentences = _folder.Write("sentences.txt", string.Concat(
            File.ReadLines(SlotsModel.Validation).Skip(1).Take(200).Select(line => line.Split('\t')[0] + "\n").Append("arrive Atlantis today\n")));
        ToolProcess run = ToolProcess.Run("bash", ["-c", $"'{FactWithTorchAttribute.Python}' '{Script}' '{file}' < '{sentences}'"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(InProcessTool.Done("tag", SlotsModel.Path, sentences, "--output-format", "labels", "--device", "cpu"), run.Output);
    }
}
