using System.Globalization;
using System.Text.Json;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Language models that read words by their characters: <c>rnnctl train --task lm --char-cell cnn</c> and the verbs that run them.</summary>
public sealed class CharacterLanguageModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _train, _valid;

    /// <summary>Writes sentences of two words, the second of which repeats the first one's last letter; most first words are seen once.</summary>
    public CharacterLanguageModelTests()
    {
        (_train, _valid) = (Write("train", first: 0, sentences: 600), Write("valid", first: 600, sentences: 200));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_that_training_never_saw_are_read_by_their_characters()
    {
        InProcessTool.Done(Train("lm", 12));
        JsonElement result = JsonDocument.Parse(InProcessTool.Done("eval", _folder["lm"], _valid, "--json", "--device", "cpu")).RootElement;
        Assert.Equal(200, result.GetProperty("unknown_words").GetInt32());

        // Two of three predictions, the unknown word and the end, are all but certain; the other is log 4 for a model that cannot read unknown words.
        Assert.InRange(Math.Log(result.GetProperty("forward_perplexity").GetDouble()), 0, 0.15);
        foreach (string word in (string[])["qqqa", "xyzb", "rstc"])
        {
            string drawn = InProcessTool.Done("sample", _folder["lm"], "--prompt", word, "--top-k", "1", "--max-length", "1", "--device", "cpu");
            Assert.Equal($"{word} {word[^1]}", drawn.Trim());
        }

        RequireReadByTaggers();
        Assert.Contains("tensors passed", InProcessTool.Done("gradcheck", "--model", _folder["lm"], "--device", "cpu"), StringComparison.Ordinal);
        Assert.Contains("characters  cnn 1:4,3:6, 1 highway layer, embedding 4", InProcessTool.Done("inspect", _folder["lm"]).Split('\n'));
    }

    [Fact]
    public void A_run_of_more_epochs_goes_on_where_a_shorter_one_ended()
    {
        InProcessTool.Done(Train("whole", 2));
        InProcessTool.Done(Train("parts", 1));
        InProcessTool.Done(Train("parts", 2, "--resume"));
        foreach (string file in (string[])["model.safetensors", "training.safetensors"])
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{file}"]), File.ReadAllBytes(_folder[$"parts/{file}"]));
        Assert.Equal("--highway cannot change where a run goes on", Refusal.Of(Train("parts", 3, "--resume", "--highway", "2")));
    }

    /// <summary>A tagger labels words that neither it nor the language model has seen by their last letter, which only the characters tell.</summary>
    private void RequireReadByTaggers()
    {
        string train = WriteLabelled("train.tsv", first: 1000), valid = WriteLabelled("valid.tsv", first: 2000);
        string[] words =
        [
            "train", "--train", train, "--valid", valid, "--contextual", _folder["lm"], "--min-count", "2", "--hidden", "8", "--embedding", "4",
            "--dropout", "0", "--lr", "0.02", "--epochs", "15", "--patience", "15", "--batch-size", "8", "--device", "cpu", "--threads", "1",
        ];
        InProcessTool.Done([.. words, "--output", _folder["tagger"]]);
        JsonElement result = JsonDocument.Parse(InProcessTool.Done("eval", _folder["tagger"], valid, "--json", "--device", "cpu")).RootElement;
        Assert.InRange(result.GetProperty("accuracy").GetDouble(), 0.8, 1); // 0.25 by chance.
    }

    private string WriteLabelled(string name, int first)
    {
        IEnumerable<string> lines = Enumerable.Range(first, 100)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"w{number}{"abcd"[number % 4]}\t{"abcd"[number % 4]}\n"));
        return _folder.Write(name, "tokens\tlabels\n" + string.Concat(lines));
    }

    private string Write(string name, int first, int sentences)
    {
        IEnumerable<string> lines = Enumerable.Range(first, sentences)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"w{number}{"abcd"[number % 4]} {"abcd"[number % 4]}\n"));
        return _folder.Write(name, string.Concat(lines));
    }

    private string[] Train(string output, int epochs, params string[] options) =>
    [
        "train", "--task", "lm", "--train", _train, "--valid", _valid, "--output", _folder[output], "--epochs", epochs.ToString(CultureInfo.InvariantCulture),
        "--device", "cpu", "--threads", "1", .. options.Contains("--resume") ? [] : NewModel, .. options,
    ];

    private static string[] NewModel =>
    [
        "--char-cell", "cnn", "--char-filters", "1:4,3:6", "--highway", "1", "--char-embedding", "4", "--embedding", "8", "--hidden", "16", "--min-count", "2",
        "--dropout", "0", "--lr", "0.02", "--batch-size", "4", "--bptt", "12",
    ];
}
