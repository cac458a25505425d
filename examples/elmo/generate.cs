// Writes into a folder plain text, and labelled sentences of the same kind:
//   dotnet run examples/elmo/generate.cs FOLDER
//   plain.txt and plain-valid.txt           20,000 and 1,000 sentences without labels
//   train-50.tsv ... train-2000.tsv         the first 50, 100, 200, 500, 1,000 and 2,000 of the same labelled sentences
//   valid.tsv and test.tsv                  200 and 1,000 labelled sentences
// A sentence is about rivers or about money. Both kinds have 300 words of their own, made of syllables, and share a few: bank, current, deposit, note, draft.
// Each shared word has two labels, by what the sentence is about; all other words have the label O:
//   the maluri bank of a fesano    O O B-river O O O
// The output has the same bytes on every machine and every version of .NET, because ../SplitMix.cs generates the random numbers.
#:property PublishAot=false

using System.Text;

const ulong Seed = 20180215;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: dotnet run examples/elmo/generate.cs FOLDER");
    return 2;
}

Directory.CreateDirectory(folder);
var random = new SplitMix(Seed);
var language = new Language(random);
Corpus.WriteText(Path.Combine(folder, "plain.txt"), language.Take(20_000));
Corpus.WriteText(Path.Combine(folder, "plain-valid.txt"), language.Take(1_000));
List<Sentence> train = language.Take(2_000);
foreach (int count in new[] { 50, 100, 200, 500, 1_000, 2_000 }) Corpus.WriteLabelled(Path.Combine(folder, $"train-{count}.tsv"), train.Take(count));
Corpus.WriteLabelled(Path.Combine(folder, "valid.tsv"), language.Take(200));
Corpus.WriteLabelled(Path.Combine(folder, "test.tsv"), language.Take(1_000));
return 0;

/// <summary>The words of a sentence with their labels.</summary>
internal sealed record Sentence(IReadOnlyList<string> Words, IReadOnlyList<string> Labels);

/// <summary>Draws sentences about rivers and about money.</summary>
internal sealed class Language
{
    private const int WordsOfTopic = 300;

    private static readonly string[] Topics = ["river", "money"];
    private static readonly string[] Shared = ["bank", "current", "deposit", "note", "draft"];
    private static readonly string[] Between = ["the", "a", "of", "and", "in", "with"];
    private static readonly string[] Syllables = ["ka", "lo", "mi", "ru", "se", "ta", "no", "fe", "vi", "pu", "da", "gi"];

    private readonly SplitMix _random;
    private readonly string[][] _own;

    public Language(SplitMix random)
    {
        _random = random;
        var made = new HashSet<string>();
        while (made.Count < Topics.Length * WordsOfTopic) made.Add(string.Concat(Enumerable.Range(0, 3).Select(_ => random.Pick(Syllables))));
        _own = [.. made.Chunk(WordsOfTopic)];
    }

    /// <summary>Sentences of six to twelve words, at least one of which is shared and at least one of which tells what the sentence is about.</summary>
    public List<Sentence> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Draw())];

    private Sentence Draw()
    {
        int topic = _random.Below(Topics.Length), length = 6 + _random.Below(7);
        int asked = _random.Below(length), telling = (asked + 1 + _random.Below(length - 1)) % length;
        var words = new List<string>();
        var labels = new List<string>();
        for (int place = 0; place < length; place++)
        {
            bool shared = place == asked || (place != telling && _random.Below(10) == 0);
            words.Add(_random.Pick(shared ? Shared : place == telling || _random.Below(2) == 0 ? _own[topic] : Between));
            labels.Add(shared ? $"B-{Topics[topic]}" : "O");
        }

        return new Sentence(words, labels);
    }
}

/// <summary>The file formats.</summary>
internal static class Corpus
{
    /// <summary>Writes a sentence a line.</summary>
    public static void WriteText(string path, IEnumerable<Sentence> sentences) => Write(path, sentences.Select(one => string.Join(' ', one.Words)));

    /// <summary>Writes a header, and a line for each sentence: tokens, a tab, labels.</summary>
    public static void WriteLabelled(string path, IEnumerable<Sentence> sentences) =>
        Write(path, sentences.Select(one => $"{string.Join(' ', one.Words)}\t{string.Join(' ', one.Labels)}").Prepend("tokens\tlabels"));

    /// <summary>Writes UTF-8 without a byte-order mark and with line feeds.</summary>
    private static void Write(string path, IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (string line in lines) text.Append(line).Append('\n');
        File.WriteAllText(path, text.ToString());
    }
}
