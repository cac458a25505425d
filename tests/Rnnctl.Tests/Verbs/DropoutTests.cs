using System.Globalization;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>train --word-dropout</c>, <c>--embedding-dropout</c> and <c>--variational-dropout</c>.</summary>
public sealed class DropoutTests : IDisposable
{
    private const string Tagged = "the/D cat/N sees/V a/D dog/N\na/D dog/N runs/V\nthe/D dog/N sees/V the/D cat/N and/C runs/V\ncat/N and/C dog/N\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--word-dropout 0.5", "\"word_dropout\": 0.5")]
    [InlineData("--embedding-dropout 0.4", "\"embedding_dropout\": 0.4")]
    [InlineData("--variational-dropout", "\"variational_dropout\": true")]
    public void A_tagger_learns_otherwise_repeats_itself_and_goes_on_to_the_same_bits(string option, string key)
    {
        string train = _folder.Write("train.slash", Tagged);
        string[] options = option.Split(' ');
        Train("plain", 2);
        Train("whole", 2, options);
        Train("parts", 1, options);
        Train("parts", 2, "--resume");
        byte[] whole = Weights("whole");
        Assert.NotEqual(Weights("plain"), whole);
        Assert.Equal(whole, Weights("parts"));
        Assert.Contains(key, File.ReadAllText(_folder["whole/config.json"]), StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split(':')[0], File.ReadAllText(_folder["plain/config.json"]), StringComparison.Ordinal);

        void Train(string model, int epochs, params string[] more) => InProcessTool.Done(
        [
            "train", "--train", train, "--output", _folder[model], "--epochs", epochs.ToString(CultureInfo.InvariantCulture), "--threads", "1", "--quiet",
            .. more.Contains("--resume") ? [] : (string[])["--hidden", "4", "--embedding", "4", "--batch-size", "2"], .. more,
        ]);
    }

    [Fact]
    public void A_model_that_starts_from_another_may_drop_otherwise()
    {
        string train = _folder.Write("train.slash", Tagged);
        string[] small = ["--epochs", "1", "--hidden", "4", "--embedding", "4"];
        InProcessTool.Done(["train", "--train", train, "--output", _folder["first"], "--word-dropout", "2", .. small]);
        InProcessTool.Done(
            "train", "--from", _folder["first"], "--train", train, "--output", _folder["second"], "--epochs", "1", "--embedding-dropout", "0.1",
            "--variational-dropout");
        string configuration = File.ReadAllText(_folder["second/config.json"]);
        foreach (string key in (string[])["\"word_dropout\": 2", "\"embedding_dropout\": 0.1", "\"variational_dropout\": true"])
            Assert.Contains(key, configuration, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_without_effect_are_refused()
    {
        string text = _folder.Write("text", "a b\nb a\n"), train = _folder.Write("train.slash", Tagged), model = _folder["model"];
        string[] words = ["train", "--task", "lm", "--train", text, "--output", model];
        Assert.Equal("--word-dropout is of no use with --task lm", Refusal.Of([.. words, "--word-dropout", "0.25"]));
        Assert.Equal(
            "--embedding-dropout: a model that reads characters has no table of embeddings",
            Refusal.Of([.. words, "--char-cell", "cnn", "--embedding-dropout", "0.1"]));
        Assert.Equal(
            "--variational-dropout: dropout is 0, so that there is nothing to drop",
            Refusal.Of("train", "--train", train, "--output", model, "--dropout", "0", "--variational-dropout"));
    }

    private byte[] Weights(string model) => File.ReadAllBytes(Path.Combine(_folder[model], "model.safetensors"));
}
