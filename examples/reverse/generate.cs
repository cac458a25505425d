// Writes train.tsv, valid.tsv and test.tsv into a folder:
//   dotnet run examples/reverse/generate.cs FOLDER
// Each line is a sequence of 2 to 12 letters, a tab, and the letters in reverse order. No sequence occurs twice in all files:
//   d r c o    o c r d
// The output has the same bytes on every machine and every version of .NET, because ../SplitMix.cs generates the random numbers.
#:property PublishAot=false

using System.Text;

const ulong Seed = 20260214;
const int TrainPairs = 8000;
const int ScoredPairs = 500;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: dotnet run examples/reverse/generate.cs FOLDER");
    return 2;
}

Directory.CreateDirectory(folder);
var sequences = new SequenceGenerator(new SplitMix(Seed));
Corpus.Write(Path.Combine(folder, "train.tsv"), sequences.Take(TrainPairs));
Corpus.Write(Path.Combine(folder, "valid.tsv"), sequences.Take(ScoredPairs));
Corpus.Write(Path.Combine(folder, "test.tsv"), sequences.Take(ScoredPairs));
return 0;

/// <summary>Generates sequences of letters without repetition.</summary>
internal sealed class SequenceGenerator(SplitMix random)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const int Shortest = 2;
    private const int Longest = 12;
    private readonly HashSet<string> _seen = [];

    /// <summary>Sequences whose lengths are drawn uniformly; a sequence that was generated before is replaced.</summary>
    public List<string> Take(int count)
    {
        var sequences = new List<string>();
        while (sequences.Count < count)
        {
            string sequence = Draw(Shortest + random.Below(Longest - Shortest + 1));
            if (_seen.Add(sequence)) sequences.Add(sequence);
        }
        return sequences;
    }

    private string Draw(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Letters[random.Below(Letters.Length)]));
}

/// <summary>The file format: one pair per line, source and target separated by a tab, letters by blanks.</summary>
internal static class Corpus
{
    /// <summary>Writes UTF-8 without a byte-order mark and with line feeds.</summary>
    public static void Write(string path, List<string> sequences)
    {
        var text = new StringBuilder();
        foreach (string sequence in sequences)
            text.AppendJoin(' ', sequence.AsEnumerable()).Append('\t').AppendJoin(' ', sequence.Reverse()).Append('\n');
        File.WriteAllText(path, text.ToString());
    }
}
