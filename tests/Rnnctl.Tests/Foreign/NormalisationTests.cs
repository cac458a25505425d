using System.Globalization;
using System.Text.RegularExpressions;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Tests.Foreign;

/// <summary><c>--lowercase</c>, <c>--digits-to-zero</c> and <c>--lowercase-target</c>: what is printed, and what it is compared with.</summary>
public sealed class NormalisationTests(NormalisationTests.Translators translators) : IClassFixture<NormalisationTests.Translators>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_translation_has_the_case_and_the_digits_of_the_target()
    {
        Assert.Equal("Suah 7 Muab 42", Translated(translators.OfSource, "HAUS 5 baum 13"));
        (string bleu, string chrf) = Scores(translators.OfSource);
        Assert.Matches(@"^BLEU\|nrefs:1\|case:mixed\|eff:no\|tok:13a\|smooth:exp\|version:2\.6\.0 = (9\d|100)\.\d\d ", bleu);
        Assert.StartsWith("chrF2|nrefs:1|case:mixed|", chrf, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_in_lower_case_is_compared_with_references_in_lower_case()
    {
        Assert.Equal("suah 7 muab 42", Translated(translators.OfBoth, "Haus 7 Baum 42"));
        (string bleu, string chrf) = Scores(translators.OfBoth);
        Assert.Matches(@"^BLEU\|nrefs:1\|case:lc\|eff:no\|tok:13a\|smooth:exp\|version:2\.6\.0 = (9\d|100)\.\d\d ", bleu);
        Assert.Matches(@"^chrF2\|nrefs:1\|case:lc\|eff:yes\|nc:6\|nw:0\|space:no\|version:2\.6\.0 = (9\d|100)\.\d\d$", chrf);
        Assert.Matches(@"  bleu (9\d|100)\.\d\d best  ", translators.Told);
        Assert.Contains("greedy translations (rnnctl eval --beam 1), without regard to case, tokenised by 13a\n", translators.Told, StringComparison.Ordinal);
    }

    [Fact]
    public void Case_does_not_count_in_somebody_elses_output_either()
    {
        string[] lines = File.ReadAllLines(translators.Target);
        string shouted = _folder.Write("shouted", string.Join('\n', lines.Select(line => line.ToUpperInvariant())) + "\n");
        Assert.Contains(" = 100.00 ", Scores(translators.OfBoth, "--predictions", shouted).Bleu, StringComparison.Ordinal);
        var mixed = new Bleu(BleuTokenization.Mteval13a);
        foreach (string line in lines) mixed.Add(line.ToUpperInvariant(), line);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $" = {mixed.Score().Score:F2} "),
            Scores(translators.OfSource, "--predictions", shouted).Bleu, StringComparison.Ordinal);
    }

    [Fact]
    public void A_translator_of_rnnctl_0_1_0_treats_its_target_like_its_source()
    {
        string model = Copy(translators.OfBoth);
        string path = Path.Combine(model, "config.json"), text = File.ReadAllText(path);
        File.WriteAllText(path, Regex.Replace(text, "    \"lowercase_target\".*\n", ""));
        Assert.Equal("suah 7 muab 42", Translated(model, "Haus 7 Baum 42"));
        Assert.Equal(Scores(translators.OfBoth), Scores(model));

        File.WriteAllText(path, Regex.Replace(File.ReadAllText(path), "\"digits_to_zero\": false", "\"digits_to_zero\": true"));
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("eval", model, translators.Source, translators.Target, "--quiet"));
        Assert.StartsWith("warning: digits of the references are read as 0, ", tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_joint_vocabulary_keeps_the_case_of_the_target()
    {
        string model = translators.Train(_folder["joint"], ["--lowercase", "--digits-to-zero", "--joint-vocabulary", "--epochs", "1"]).Path;
        string[] words = File.ReadAllLines(Path.Combine(model, "vocab", "source.txt"));
        Assert.Equal(words, File.ReadAllLines(Path.Combine(model, "vocab", "target.txt")));
        Assert.Equal(["0", "00", "42", "7", "Muab", "Suah", "baum", "haus"], words[3..].Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("tsv", "Fly TO Boston 1998\t")]
    [InlineData("conll", "Fly\t")]
    [InlineData("slash", "Fly/")]
    [InlineData("json", "{\"tokens\":[\"Fly\",\"TO\",\"Boston\",\"1998\"],")]
    [InlineData("tsv", "Fly TO Boston 1998\t", "--nbest", "2")]
    [InlineData("json", "[{\"tokens\":[\"Fly\",\"TO\",\"Boston\",\"1998\"],", "--nbest", "2")]
    [InlineData("tsv", "Fly TO Boston 1998\t", "--probabilities")]
    public void A_tagger_prints_the_tokens_as_they_were_written(string format, string start, params string[] options)
    {
        var tool = new InProcessTool("Fly TO Boston 1998\n");
        Assert.True(tool.Run(["tag", translators.Tagger, "--output-format", format, .. options]) == 0, tool.Error);
        Assert.StartsWith(start, tool.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fly", tool.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("0000", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_prints_the_tokens_as_they_were_written()
    {
        var tool = new InProcessTool("Fly 1998\n");
        Assert.True(tool.Run("embed", translators.Tagger) == 0, tool.Error);
        Assert.StartsWith("{\"tokens\":[\"Fly\",\"1998\"],", tool.Output, StringComparison.Ordinal);
    }

    private static string Translated(string model, string line)
    {
        var tool = new InProcessTool(line + "\n");
        Assert.True(tool.Run("translate", model) == 0, tool.Error);
        return tool.OutputLines[0];
    }

    private (string Bleu, string Chrf) Scores(string model, params string[] options)
    {
        string[] lines = InProcessTool.Done(["eval", model, translators.Source, translators.Target, .. options]).Split('\n');
        return (lines[0], lines[1]);
    }

    private string Copy(string model)
    {
        foreach (string file in TemporaryFolder.FilesIn(model))
        {
            string copy = Path.Combine(_folder["copy"], file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(model, file), copy);
        }

        return _folder["copy"];
    }

    /// <summary>Translators that reverse the letters of words and keep numbers, and a tagger.</summary>
    public sealed class Translators : IDisposable
    {
        private static readonly string[] Words = ["Haus", "Baum", "7", "42"];
        private readonly TemporaryFolder _folder = new();

        public Translators()
        {
            var random = new Random(1);
            string[][] lines = [.. Enumerable.Range(0, 200).Select(_ => random.GetItems(Words, 3 + random.Next(2)))];
            Source = _folder.Write("source", string.Join('\n', lines.Select(line => string.Join(' ', line))) + "\n");
            Target = _folder.Write("target", string.Join('\n', lines.Select(line => string.Join(' ', line.Select(Translation)))) + "\n");
            OfSource = Train(_folder["source-only"], ["--lowercase", "--digits-to-zero", "--epochs", "8"]).Path;
            (OfBoth, Told) = Train(_folder["both"], ["--lowercase", "--lowercase-target", "--epochs", "8"]);
            Tagger = _folder["tagger"];
            string corpus = _folder.Write("tagged.tsv", "tokens\tlabels\nfly to Rome 0000\tO O B-x O\n");
            InProcessTool.Done(
                "train", "--train", corpus, "--output", Tagger, "--lowercase", "--digits-to-zero", "--hidden", "4", "--embedding", "4", "--epochs", "1",
                "--threads", "1");
        }

        public string Source { get; }

        public string Target { get; }

        /// <summary>A translator that reads a source without case and digits.</summary>
        public string OfSource { get; }

        /// <summary>A translator from lower case to lower case.</summary>
        public string OfBoth { get; }

        /// <summary>The standard error of its training.</summary>
        public string Told { get; }

        /// <summary>A tagger that reads words without case and digits.</summary>
        public string Tagger { get; }

        public void Dispose() => _folder.Dispose();

        internal (string Path, string Told) Train(string path, string[] options)
        {
            var tool = new InProcessTool();
            int code = tool.Run(
            [
                "train", "--task", "translate", "--train", Source, Target, "--valid", Source, Target, "--output", path, "--hidden", "24", "--embedding", "16",
                "--dropout", "0", "--lr", "0.03", "--batch-size", "8", "--threads", "1", .. options,
            ]);
            Assert.True(code == 0, tool.Error);
            return (path, tool.Error);
        }

        private static string Translation(string word) => word switch { "Haus" => "Suah", "Baum" => "Muab", _ => word };
    }
}
