// Writes the sentences of one lag into a folder:
//   dotnet run examples/memory/generate.cs FOLDER LAG
// A sentence is a number from one to eight, random letters, and a question mark, whose label is the number:
//   three h a b f ?    O O O O O B-three
// The lag is the number of letters.
// The output has the same bytes on every machine and every version of .NET, because ../SplitMix.cs generates the random numbers.
#:property PublishAot=false

using System.Globalization;
using System.Text;

const ulong Seed = 20250117;
const int TrainSentences = 2000;
const int ScoredSentences = 400;

if (args is not [var folder, var argument] || !int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out int lag) || lag == 0)
{
    Console.Error.WriteLine("usage: dotnet run examples/memory/generate.cs FOLDER LAG");
    return 2;
}

var sentences = new SentenceGenerator(new SplitMix(Seed));
Corpus.Write(Path.Combine(folder, "train-fixed.tsv"), sentences.Take(TrainSentences, shortest: lag, longest: lag));
Corpus.Write(Path.Combine(folder, "train-mixed.tsv"), sentences.Take(TrainSentences, shortest: 1, longest: lag));
Corpus.Write(Path.Combine(folder, "valid.tsv"), sentences.Take(ScoredSentences, shortest: lag, longest: lag));
Corpus.Write(Path.Combine(folder, "test.tsv"), sentences.Take(ScoredSentences, shortest: lag, longest: lag));
return 0;

/// <summary>A sentence: its tokens, and one label for each token.</summary>
internal sealed record Sentence(IReadOnlyList<string> Tokens, IReadOnlyList<string> Labels);

/// <summary>Generates sentences.</summary>
internal sealed class SentenceGenerator(SplitMix random)
{
    private static readonly string[] Numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
    private static readonly string[] Letters = ["a", "b", "c", "d", "e", "f", "g", "h"];

    /// <summary>Sentences whose lags are uniformly distributed in a range, both ends included.</summary>
    public List<Sentence> Take(int count, int shortest, int longest) =>
        [.. Enumerable.Range(0, count).Select(_ => Draw(shortest + random.Below(longest - shortest + 1)))];

    private Sentence Draw(int lag)
    {
        string number = random.Pick(Numbers);
        string[] letters = [.. Enumerable.Range(0, lag).Select(_ => random.Pick(Letters))];
        return new Sentence([number, .. letters, "?"], [.. Enumerable.Repeat("O", lag + 1), "B-" + number]);
    }
}

/// <summary>The file format: a header, then one sentence per line.</summary>
internal static class Corpus
{
    /// <summary>Writes UTF-8 without a byte-order mark and with line feeds.</summary>
    public static void Write(string path, List<Sentence> sentences)
    {
        var text = new StringBuilder("tokens\tlabels\n");
        foreach (Sentence sentence in sentences)
            text.Append(string.Join(' ', sentence.Tokens)).Append('\t').Append(string.Join(' ', sentence.Labels)).Append('\n');
        File.WriteAllText(path, text.ToString());
    }
}
