using System.Globalization;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>vocab --apply</c>, <c>vocab --join</c> and <c>train --bpe-dropout</c>.</summary>
public sealed class SegmentationTests : IDisposable
{
    private const string Text = "low low lower newest newest newest widest\n\nlow newest newest widest\nlow lower newest widest low low\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_is_segmented_by_a_vocabulary_or_its_merges_and_joined_again()
    {
        string text = _folder.Write("text", Text), directory = _folder["v"];
        InProcessTool.Done("vocab", text, "--output", directory, "--bpe", "4");
        string segmented = InProcessTool.Done("vocab", "--apply", directory, text);
        Assert.Equal("lo@@ w lo@@ w lo@@ w@@ e@@ r n@@ e@@ west n@@ e@@ west n@@ e@@ west w@@ i@@ d@@ est", segmented.Split('\n')[0]);
        Assert.Equal("", segmented.Split('\n')[1]);
        Assert.Equal(segmented, InProcessTool.Done("vocab", "--apply", Path.Combine(directory, "merges.txt"), text));
        var joining = new InProcessTool(segmented);
        Assert.Equal(0, joining.Run("vocab", "--join"));
        Assert.Equal(Text, joining.Output);
        string counts = _folder.Write("counts", "est 3\nw 9\n");
        string known = InProcessTool.Done("vocab", "--apply", directory, text, "--vocabulary", counts, "--vocabulary-threshold", "3", "--glossary", "n.w");
        Assert.StartsWith("l@@ o@@ w l@@ o@@ w l@@ o@@ w@@ e@@ r new@@ est new@@ est", known, StringComparison.Ordinal);
        string[] words = ["vocab", "--apply", directory, text, "--dropout", "0.5", "--seed"];
        string dropped = InProcessTool.Done([.. words, "1"]);
        Assert.Equal(dropped, InProcessTool.Done([.. words, "1"]));
        Assert.NotEqual(dropped, InProcessTool.Done([.. words, "2"]));
    }

    [Fact]
    public void Words_are_normalised_as_the_vocabulary_was_made()
    {
        InProcessTool.Done("vocab", _folder.Write("text", Text), "--output", _folder["v"], "--bpe", "4", "--lowercase", "--digits-to-zero");
        var tool = new InProcessTool("LOW 7\n");
        Assert.Equal(0, tool.Run("vocab", "--apply", _folder["v"]));
        Assert.Equal("lo@@ w 0\n", tool.Output);
    }

    [Fact]
    public void Wrong_requests_are_refused()
    {
        string text = _folder.Write("text", Text);
        InProcessTool.Done("vocab", text, "--output", _folder["words"]);
        Assert.Equal(
            $"{_folder["words"]}: expected a directory with merges, found no merges.txt in it", Refusal.Of("vocab", "--apply", _folder["words"], text));
        Assert.Equal("--apply and --join exclude each other", Refusal.Of("vocab", "--apply", "x", "--join", text));
        Assert.Equal("--bpe is of no use with --apply", Refusal.Of("vocab", "--apply", "x", text, "--bpe", "3"));
        Assert.Equal("--dropout is of no use with --join", Refusal.Of("vocab", "--join", text, "--dropout", "0.1"));
        Assert.Equal("--glossary is of no use without --apply", Refusal.Of("vocab", text, "--output", "x", "--glossary", "a"));
        Assert.Equal(
            "--vocabulary-threshold needs --vocabulary FILE, which has the counts", Refusal.Of("vocab", "--apply", "x", "--vocabulary-threshold", "3"));
        string codes = _folder.Write("codes", "#version: 0.2\nl o\n");
        Assert.Equal(
            "--glossary: expected a regular expression without look-around and back references, found '('",
            Refusal.Of("vocab", "--apply", codes, text, "--glossary", "("));
    }

    [Fact]
    public void Training_with_dropout_repeats_itself_and_goes_on_to_the_same_bits()
    {
        string text = _folder.Write("text", Text.Replace("\n\n", "\n", StringComparison.Ordinal));
        InProcessTool.Done("vocab", text, "--output", _folder["v"], "--bpe", "4");
        Train("plain", 2, text);
        Train("whole", 2, text, "--bpe-dropout", "0.5");
        Train("again", 1, text, "--bpe-dropout", "0.5");
        Train("again", 2, text, "--bpe-dropout", "0.5", "--resume");
        byte[] whole = File.ReadAllBytes(_folder["whole/model.safetensors"]);
        Assert.NotEqual(File.ReadAllBytes(_folder["plain/model.safetensors"]), whole);
        Assert.Equal(whole, File.ReadAllBytes(_folder["again/model.safetensors"]));
        Assert.Contains("\"bpe_dropout\": 0.5", File.ReadAllText(_folder["whole/config.json"]), StringComparison.Ordinal);
        string[] words = ["train", "--task", "translate", "--train", text, text, "--output", _folder["none"], "--hidden", "2", "--bpe-dropout", "0.1"];
        Assert.Equal("--bpe-dropout: neither side has merges to leave out", Refusal.Of(words));
        Assert.Equal("--bpe-dropout and --stream exclude each other", Refusal.Of([.. words, "--stream"]));
    }

    private void Train(string model, int epochs, string text, params string[] options) => InProcessTool.Done(
    [
        "train", "--task", "translate", "--train", text, text, "--output", _folder[model], "--src-vocab", _folder["v"], "--tgt-vocab", _folder["v"],
        "--hidden", "4", "--embedding", "4", "--batch-size", "2", "--threads", "1", "--quiet", "--epochs", epochs.ToString(CultureInfo.InvariantCulture),
        .. options,
    ]);
}
