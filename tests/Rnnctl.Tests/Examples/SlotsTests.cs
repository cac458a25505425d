using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

public class SlotsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "examples", "slots");
    private static readonly string[] Files = ["train.tsv", "valid.tsv", "ambiguous.tsv"];

    [Fact]
    public void Generator_writes_exactly_the_committed_files()
    {
        using var folder = new TemporaryFolder();
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, ["run", Path.Combine(Folder, "generate.cs"), folder.Root]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        foreach (string name in Files)
            Assert.Equal(File.ReadAllBytes(Path.Combine(Folder, name)), File.ReadAllBytes(Path.Combine(folder.Root, name)));
    }

    [Theory]
    [InlineData("train.tsv", 2000)]
    [InlineData("valid.tsv", 400)]
    [InlineData("ambiguous.tsv", 200)]
    public void Every_sentence_is_well_formed(string name, int count)
    {
        (string[] Tokens, string[] Labels)[] sentences = Read(name);
        Assert.Equal(count, sentences.Length);
        foreach ((string[] tokens, string[] labels) in sentences)
        {
            Assert.Equal(tokens.Length, labels.Length);
            for (int i = 0; i < labels.Length; i++)
            {
                string before = i == 0 ? "O" : labels[i - 1];
                Assert.True(!labels[i].StartsWith("I-", StringComparison.Ordinal) || (before != "O" && before[2..] == labels[i][2..]));
            }
        }
    }

    [Theory]
    [InlineData("train.tsv")]
    [InlineData("valid.tsv")]
    [InlineData("ambiguous.tsv")]
    public void Every_token_of_a_city_is_equally_often_departure_and_destination(string name)
    {
        var balance = new Dictionary<(string Token, char Place), int>();
        foreach ((string[] tokens, string[] labels) in Read(name))
        {
            foreach ((string token, string label) in tokens.Zip(labels))
            {
                int step = label[1..] switch { "-departure" => 1, "-destination" => -1, _ => 0 };
                if (step != 0)
                    balance[(token, label[0])] = balance.GetValueOrDefault((token, label[0])) + step;
            }
        }
        Assert.Equal(23, balance.Count);
        Assert.All(balance, city => Assert.Equal(0, city.Value));
    }

    [Fact]
    public void Ambiguous_sentences_of_a_pair_are_equal_from_the_city_on()
    {
        foreach (var pair in Read("ambiguous.tsv").Chunk(2))
        {
            Assert.Equal(FromCity(pair[0], "B-departure"), FromCity(pair[1], "B-destination"));
            Assert.DoesNotContain("B-destination", pair[0].Labels);
            Assert.DoesNotContain("B-departure", pair[1].Labels);
        }
    }

    [Fact]
    public void No_sentence_occurs_twice_in_all_files()
    {
        string[] all = [.. Files.SelectMany(Read).Select(sentence => string.Join(' ', sentence.Tokens))];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Training_data_contains_every_token_of_the_other_files()
    {
        HashSet<string> known = [.. Read("train.tsv").SelectMany(sentence => sentence.Tokens)];
        IEnumerable<string> others = Read("valid.tsv").Concat(Read("ambiguous.tsv")).SelectMany(sentence => sentence.Tokens);
        Assert.All(others, token => Assert.Contains(token, known));
    }

    private static string[] FromCity((string[] Tokens, string[] Labels) sentence, string label) =>
        sentence.Tokens[Array.IndexOf(sentence.Labels, label)..];

    private static (string[] Tokens, string[] Labels)[] Read(string name)
    {
        string[] lines = File.ReadAllText(Path.Combine(Folder, name)).TrimEnd('\n').Split('\n');
        Assert.Equal("tokens\tlabels", lines[0]);
        return [.. lines[1..].Select(line => line.Split('\t')).Select(columns => (columns[0].Split(' '), columns[1].Split(' ')))];
    }
}
