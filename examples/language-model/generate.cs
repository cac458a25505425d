// Writes train.txt, valid.txt and test.txt into a folder, a sentence a line, and prints the perplexity of the grammar that they are drawn from on test.txt:
//   dotnet run examples/language-model/generate.cs FOLDER
// The grammar follows Elman (1991): a verb agrees with its noun in number, however many words stand between them.
//   every dog near the boys that chase a cat sleeps .
// A sentence has one derivation only, so the probability of its choices is the probability of the sentence.
// The output has the same bytes on every machine and every version of .NET, because ../SplitMix.cs generates the random numbers.
#:property PublishAot=false

using System.Globalization;
using System.Text;

const ulong Seed = 19910901;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: dotnet run examples/language-model/generate.cs FOLDER");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Directory.CreateDirectory(folder);
var grammar = new Grammar(new SplitMix(Seed));
Corpus.Write(Path.Combine(folder, "train.txt"), grammar, sentences: 10_000);
Corpus.Write(Path.Combine(folder, "valid.txt"), grammar, sentences: 1_000);
double perplexity = Corpus.Write(Path.Combine(folder, "test.txt"), grammar, sentences: 1_000);
Console.WriteLine($"grammar  {perplexity:F2}");
return 0;

/// <summary>A word in the singular and in the plural.</summary>
internal sealed record Word(string Singular, string Plural)
{
    /// <summary>The form of a number.</summary>
    public string In(bool plural) => plural ? Plural : Singular;
}

/// <summary>
/// Draws sentences, word by word:
/// <code>
/// sentence = clause "." | "if" clause "then" clause "."
/// clause   = noun phrase, verb phrase               both of one number
/// noun phrase = determiner, noun, modifier
/// modifier = nothing | preposition, noun phrase | "that", verb phrase | "that", noun phrase, transitive verb
/// verb phrase = intransitive verb | transitive verb, noun phrase
/// </code>
/// </summary>
internal sealed class Grammar(SplitMix random)
{
    // A modifier of a modifier of a modifier has none of its own, so that sentences end.
    private const int Deepest = 3;

    private static readonly string[] Singular = ["a", "every", "this", "the"];
    private static readonly string[] Plural = ["many", "some", "these", "the"];
    private static readonly string[] Prepositions = ["near", "behind", "with"];

    private static readonly Word[] Nouns =
    [
        new("boy", "boys"), new("girl", "girls"), new("dog", "dogs"), new("cat", "cats"), new("farmer", "farmers"), new("bird", "birds"),
        new("horse", "horses"), new("nurse", "nurses"), new("pilot", "pilots"), new("singer", "singers"),
    ];

    private static readonly Word[] Intransitive =
    [
        new("walks", "walk"), new("sleeps", "sleep"), new("sings", "sing"), new("waits", "wait"), new("laughs", "laugh"), new("runs", "run"),
    ];

    private static readonly Word[] Transitive =
    [
        new("chases", "chase"), new("sees", "see"), new("hears", "hear"), new("feeds", "feed"), new("likes", "like"), new("follows", "follow"),
    ];

    private readonly List<string> _words = [];
    private double _surprisal;

    /// <summary>A sentence and -log of its probability, in nats.</summary>
    public (string Text, double Surprisal) Draw()
    {
        _words.Clear();
        _surprisal = 0;
        if (OneIn(5))
        {
            _words.Add("if");
            AddClause();
            _words.Add("then");
        }

        AddClause();
        _words.Add(".");
        return (string.Join(' ', _words), _surprisal);
    }

    private void AddClause()
    {
        bool plural = OneIn(2);
        AddNounPhrase(plural, depth: 0);
        AddVerbPhrase(plural, depth: 0);
    }

    private void AddNounPhrase(bool plural, int depth)
    {
        _words.Add(Choose(plural ? Plural : Singular));
        _words.Add(Choose(Nouns).In(plural));
        if (depth == Deepest || OneIn(2)) return;
        if (OneIn(3))
        {
            _words.Add(Choose(Prepositions));
            AddNounPhrase(OneIn(2), depth + 1);
            return;
        }

        _words.Add("that");
        if (OneIn(2))
        {
            AddVerbPhrase(plural, depth + 1);
            return;
        }

        bool pluralSubject = OneIn(2);
        AddNounPhrase(pluralSubject, depth + 1);
        _words.Add(Choose(Transitive).In(pluralSubject));
    }

    private void AddVerbPhrase(bool plural, int depth)
    {
        if (OneIn(2))
        {
            _words.Add(Choose(Intransitive).In(plural));
            return;
        }

        _words.Add(Choose(Transitive).In(plural));
        AddNounPhrase(OneIn(2), Math.Min(depth + 1, Deepest));
    }

    private bool OneIn(int count)
    {
        bool drawn = random.Below(count) == 0;
        _surprisal -= Math.Log(drawn ? 1.0 / count : 1 - (1.0 / count));
        return drawn;
    }

    private T Choose<T>(T[] choices)
    {
        _surprisal += Math.Log(choices.Length);
        return random.Pick(choices);
    }
}

/// <summary>The file format: a sentence a line.</summary>
internal static class Corpus
{
    /// <summary>Writes sentences in UTF-8 without a byte-order mark and with line feeds. Returns the grammar's perplexity on them: each word and each
    /// sentence's end is predicted.</summary>
    public static double Write(string path, Grammar grammar, int sentences)
    {
        var text = new StringBuilder();
        double surprisal = 0;
        int predictions = 0;
        for (int sentence = 0; sentence < sentences; sentence++)
        {
            (string words, double ofSentence) = grammar.Draw();
            text.Append(words).Append('\n');
            surprisal += ofSentence;
            predictions += words.Count(character => character == ' ') + 2;
        }

        File.WriteAllText(path, text.ToString());
        return Math.Exp(surprisal / predictions);
    }
}
