// Writes train.tsv, valid.tsv and, for each range of lengths, a test file such as test-5-10.tsv into a folder:
//   dotnet run examples/attention-length/generate.cs FOLDER
// Each line is a sentence of 5 to 40 words in a small part of English, a tab, and its translation into a small part of Esperanto. The word order of
// Esperanto is free: here adjectives follow their nouns, and the verb comes last. An object ends in n, and there is no word for "a".
//   the big dog often sees a cat    la hundo granda ofte katon vidas
// No sentence occurs twice in all files.
// The output has the same bytes on every machine and every version of .NET, because ../SplitMix.cs generates the random numbers.
#:property PublishAot=false

using System.Text;

const ulong Seed = 20260401;
const int TrainPairs = 12000;
const int ValidPairs = 300;
const int TestPairs = 150;
(int Shortest, int Longest)[] stretches = [(5, 10), (11, 15), (16, 20), (21, 25), (26, 30), (31, 35), (36, 40)];

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: dotnet run examples/attention-length/generate.cs FOLDER");
    return 2;
}

Directory.CreateDirectory(folder);
var sentences = new SentenceGenerator(new SplitMix(Seed));
Corpus.Write(Path.Combine(folder, "train.tsv"), sentences.Take(TrainPairs, 5, 40));
Corpus.Write(Path.Combine(folder, "valid.tsv"), sentences.Take(ValidPairs, 5, 40));
foreach ((int shortest, int longest) in stretches)
    Corpus.Write(Path.Combine(folder, $"test-{shortest}-{longest}.tsv"), sentences.Take(TestPairs, shortest, longest));
return 0;

/// <summary>A word, a phrase or a sentence in both languages.</summary>
internal sealed record Pair(string English, string Esperanto);

internal static class Dictionary
{
    public static readonly Pair[] Nouns = Read(
        """
        cat kato, dog hundo, house domo, tree arbo, man viro, woman virino, child infano, bird birdo, horse ĉevalo, book libro, river rivero, friend amiko,
        teacher instruisto, king reĝo, queen reĝino, pear piro, flower floro, boat boato, mountain monto, city urbo, table tablo, fish fiŝo, doctor kuracisto,
        window fenestro, garden ĝardeno, letter letero, star stelo, road vojo, wolf lupo, baker bakisto
        """);

    public static readonly Pair[] Adjectives = Read(
        """
        big granda, small malgranda, young juna, red ruĝa, green verda, blue blua, white blanka, black nigra, beautiful bela, good bona, new nova,
        strong forta, long longa, rich riĉa, cold malvarma, quiet kvieta
        """);

    /// <summary>Verbs that take an object.</summary>
    public static readonly Pair[] Verbs = Read(
        """
        sees vidas, loves amas, finds trovas, seeks serĉas, draws desegnas, hears aŭdas, knows konas, forgets forgesas, buys aĉetas, sells vendas,
        carries portas, follows sekvas, helps helpas, calls vokas, wants volas, paints pentras
        """);

    public static readonly Pair[] Adverbs = Read(
        "often ofte, always ĉiam, never neniam, now nun, soon baldaŭ, slowly malrapide, gladly volonte, rarely malofte");

    public static readonly Pair[] Prepositions = Read("near apud, behind malantaŭ, before antaŭ, under sub, on sur, without sen");

    public static readonly Pair[] Conjunctions = Read("and kaj, but sed, because ĉar, while dum, when kiam, if se");

    private static Pair[] Read(string words) =>
        [.. words.Split(',', StringSplitOptions.TrimEntries).Select(pair => pair.Split(' ')).Select(pair => new Pair(pair[0], pair[1]))];
}

/// <summary>Generates sentences without repetition.</summary>
internal sealed class SentenceGenerator(SplitMix random)
{
    private readonly HashSet<string> _seen = [];

    /// <summary>Sentences with a number of English words in the given range; all lengths are about equally frequent.</summary>
    public List<Pair> Take(int count, int shortest, int longest)
    {
        var sentences = new List<Pair>();
        while (sentences.Count < count)
        {
            Pair sentence = Sentence(shortest + random.Below(longest - shortest + 1));
            if (Words(sentence) >= shortest && Words(sentence) <= longest && _seen.Add(sentence.English)) sentences.Add(sentence);
        }
        return sentences;
    }

    /// <summary>Joins clauses with conjunctions until the sentence has the given number of words, or a few more.</summary>
    private Pair Sentence(int words)
    {
        Pair sentence = Clause();
        while (Words(sentence) < words) sentence = Join(sentence, random.Pick(Dictionary.Conjunctions), Clause());
        return sentence;
    }

    /// <summary>Subject, adverb, verb, object, place; in Esperanto the verb comes last.</summary>
    private Pair Clause()
    {
        Pair subject = Phrase("");
        Pair adverb = OneTimeIn(2, () => random.Pick(Dictionary.Adverbs));
        Pair verb = random.Pick(Dictionary.Verbs);
        Pair thing = Phrase("n");
        Pair place = OneTimeIn(3, () => Join(random.Pick(Dictionary.Prepositions), Phrase("")));
        return new Pair(Join(subject, adverb, verb, thing, place).English, Join(subject, adverb, thing, place, verb).Esperanto);
    }

    /// <summary>Article, adjective and noun. In Esperanto the noun comes before the adjective, and both end in n in an object.</summary>
    private Pair Phrase(string ending)
    {
        Pair article = random.Below(2) == 0 ? new Pair("the", "la") : new Pair("a", "");
        Pair adjective = OneTimeIn(2, () => Ending(random.Pick(Dictionary.Adjectives), ending));
        Pair noun = Ending(random.Pick(Dictionary.Nouns), ending);
        return new Pair(Join(article, adjective, noun).English, Join(article, noun, adjective).Esperanto);
    }

    private Pair OneTimeIn(int times, Func<Pair> draw) => random.Below(times) == 0 ? draw() : new Pair("", "");

    private static Pair Ending(Pair word, string ending) => word with { Esperanto = word.Esperanto + ending };

    private static Pair Join(params Pair[] parts) => new(Text(parts.Select(part => part.English)), Text(parts.Select(part => part.Esperanto)));

    private static string Text(IEnumerable<string> parts) => string.Join(' ', parts.Where(part => part.Length > 0));

    private static int Words(Pair sentence) => sentence.English.Split(' ').Length;
}

/// <summary>The file format: one pair per line, source and target separated by a tab.</summary>
internal static class Corpus
{
    /// <summary>Writes UTF-8 without a byte-order mark and with line feeds.</summary>
    public static void Write(string path, List<Pair> pairs)
    {
        var text = new StringBuilder();
        foreach (Pair pair in pairs) text.Append(pair.English).Append('\t').Append(pair.Esperanto).Append('\n');
        File.WriteAllText(path, text.ToString());
    }
}
