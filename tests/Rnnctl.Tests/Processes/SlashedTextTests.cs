using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Training and tagging with slashed text, a format of Chinese corpora.</summary>
public sealed class SlashedTextTests : IDisposable
{
    private static readonly Lazy<TemporaryFolder> Trained = new(Train);

    private readonly TemporaryFolder _folder = new();

    private static string Model => Trained.Value["model"];

    private static string Sentences => Trained.Value["train.txt"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("我 吃 瓜", "我/nn 吃/v 瓜/nn")]
    [InlineData("1/2 ／ / http://a/b", "1/2/m ／/w //w http://a/b/url")]
    [InlineData("", "")]
    public void Tokens_are_printed_with_their_labels(string tokens, string slashed)
    {
        var tool = new InProcessTool(tokens + "\n");
        Assert.Equal(0, tool.Run("tag", Model, "--output-format", "slash"));
        Assert.Equal([slashed], tool.OutputLines);
    }

    [Theory]
    [InlineData("我/x 吃/y  瓜/z", "我/nn 吃/v 瓜/nn")]
    [InlineData("1/2/x ／/x //x http://a/b/x", "1/2/m ／/w //w http://a/b/url")]
    [InlineData("", "")]
    public void Labels_in_the_input_are_dropped(string input, string slashed)
    {
        var tool = new InProcessTool(input + "\n");
        Assert.Equal(0, tool.Run("tag", Model, "--format", "slash", "--output-format", "slash"));
        Assert.Equal([slashed], tool.OutputLines);
    }

    [Fact]
    public void Tagged_output_can_be_scored_and_tagged_again()
    {
        Assert.Contains("accuracy: 100.00%", InProcessTool.Done("eval", Model, Sentences, "--format", "slash"), StringComparison.Ordinal);
        string tagged = _folder.Write("tagged.txt", InProcessTool.Done("tag", Model, Sentences, "--format", "slash", "--output-format", "slash"));
        Assert.Equal(File.ReadAllText(Sentences), File.ReadAllText(tagged));
        Assert.Contains("accuracy: 100.00%", InProcessTool.Done("eval", Model, Sentences, "--predictions", tagged), StringComparison.Ordinal);
    }

    [Fact]
    public void Word_without_a_label_is_refused_with_its_line()
    {
        string mixed = _folder.Write("mixed.txt", "我/nn 吃/v\n我 吃/v\n");
        string expected = $"{mixed}:2: expected token/label, found '我'";
        Assert.Equal(expected, Refusal.Of("train", "--format", "slash", "--train", mixed, "--output", _folder["model"]));
        Assert.Equal(expected, Refusal.Of("eval", Model, mixed, "--format", "slash"));
    }

    private static TemporaryFolder Train()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        string train = folder.Write("train.txt", "我/nn 吃/v 瓜/nn\n1/2/m ／/w //w http://a/b/url\n瓜/nn 吃/v 我/nn\n");
        InProcessTool.Done(
            "train", "--train", train, "--output", folder["model"], "--hidden", "16", "--embedding", "16", "--epochs", "60", "--lr", "0.02",
            "--dropout", "0", "--threads", "1");
        return folder;
    }
}
