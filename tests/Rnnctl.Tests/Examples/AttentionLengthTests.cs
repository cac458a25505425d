using System.Globalization;
using System.Text.Json;

namespace Rnnctl.Tests.Examples;

/// <summary>Runs examples/attention-length with its shorter sentences.</summary>
public sealed class AttentionLengthTests
{
    private static readonly string[] Models = ["initial", "every-step", "both", "dot", "additive"];
    private static readonly TranslationExample Example = new("attention-length");

    [Fact]
    public void Pairs_are_sentences_and_translations_with_the_lengths_of_the_file()
    {
        Assert.Equal(
            ("the white dog now carries a woman near a beautiful table", "la hundo blanka nun virinon apud tablo bela portas"),
            Example.Read("test-11-15.tsv")[0]);
        var sources = new HashSet<string>();
        foreach ((string name, int sentences, int shortest, int longest) in Files())
        {
            (string Source, string Target)[] pairs = Example.Read(name);
            Assert.Equal(sentences, pairs.Length);
            Assert.All(pairs, pair => Assert.InRange(Words(pair.Source), shortest, longest));
            Assert.All(pairs, pair => Assert.Equal(Words(pair.Source) - pair.Source.Split(' ').Count(word => word == "a"), Words(pair.Target)));
            Assert.All(pairs, pair => Assert.True(sources.Add(pair.Source), pair.Source));
        }
    }

    [Fact]
    public void Translator_with_attention_learns_in_seconds_and_one_without_does_not()
    {
        Example.Write("short.tsv", Example.Read("train.tsv").Where(pair => Words(pair.Source) <= 20));
        double none = Bleu("none", "--context-use", "both");
        double dot = Bleu("dot");
        Assert.True(dot > 70 && dot > none + 30, string.Create(CultureInfo.InvariantCulture, $"BLEU {dot:F1} with attention, {none:F1} without"));
    }

    [Fact]
    public void Table_in_the_readme_matches_the_scores()
    {
        string page = File.ReadAllText(Path.Combine(Example.Folder, "README.md"));
        string[][] scores = [.. File.ReadLines(Path.Combine(Example.Folder, "scores.tsv")).Select(line => line.Split('\t'))];
        Assert.Equal(["words of the source", .. Models], scores[0]);
        (int Shortest, int Longest)[] stretches = [.. Files().Skip(2).Select(file => (file.Shortest, file.Longest))];
        Assert.Equal(stretches.Length, scores.Length - 1);
        foreach (((int shortest, int longest), string[] row) in stretches.Zip(scores[1..]))
        {
            Assert.Equal((shortest + longest) / 2.0, double.Parse(row[0], CultureInfo.InvariantCulture));
            Assert.Contains($"\n{$"{shortest}-{longest}",5}{string.Concat(row[1..].Select(Number))}\n", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Picture_in_the_readme_matches_the_scores()
    {
        string svg = InProcessTool.Done("plot", Path.Combine(Example.Folder, "scores.tsv"), "--y-label", "BLEU", "--output", "-");
        Assert.Equal(File.ReadAllText(Path.Combine(Example.Folder, "bleu.svg")), svg);
    }

    private static (string Name, int Sentences, int Shortest, int Longest)[] Files() =>
    [
        ("train.tsv", 12000, 5, 40), ("valid.tsv", 300, 5, 40), ("test-5-10.tsv", 150, 5, 10), ("test-11-15.tsv", 150, 11, 15),
        ("test-16-20.tsv", 150, 16, 20), ("test-21-25.tsv", 150, 21, 25), ("test-26-30.tsv", 150, 26, 30), ("test-31-35.tsv", 150, 31, 35),
        ("test-36-40.tsv", 150, 36, 40),
    ];

    private static int Words(string sentence) => sentence.Split(' ').Length;

    private static string Number(string score) => string.Create(CultureInfo.InvariantCulture, $"  {double.Parse(score, CultureInfo.InvariantCulture),10:F1}");

    /// <summary>Trains a model on sentences of up to 20 words, and returns its BLEU on sentences of 11 to 15 words.</summary>
    private static double Bleu(string attention, params string[] options)
    {
        Example.Train(
            attention, "short.tsv",
            ["--cell", "gru", "--hidden", "64", "--embedding", "32", "--dropout", "0", "--lr", "0.005", "--epochs", "3", "--attention", attention, .. options]);
        string json = InProcessTool.Done("eval", Example[attention], Example["test-11-15.tsv"], "--tokenize", "none", "--json", "--threads", "1");
        return JsonDocument.Parse(json).RootElement.GetProperty("bleu").GetDouble();
    }
}
