// Writes train.tsv, valid.tsv and ambiguous.tsv into this folder, or into the folder that is given:
//   dotnet run examples/slots/generate.cs
// The output has the same bytes on every machine and every version of .NET, because ../SplitMix.cs generates the random numbers.
#:property PublishAot=false

using System.Text;

const ulong Seed = 20240229;
const int TrainPairs = 1000;
const int ValidPairs = 200;
const int AmbiguousPairs = 100;

string folder = args.Length > 0 ? args[0] : (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var generator = new SentenceGenerator(new SplitMix(Seed));
Corpus.Write(Path.Combine(folder, "train.tsv"), generator.Shuffled(generator.Pairs(Templates.All, TrainPairs)));
Corpus.Write(Path.Combine(folder, "valid.tsv"), generator.Shuffled(generator.Pairs(Templates.All, ValidPairs)));
Corpus.Write(Path.Combine(folder, "ambiguous.tsv"), generator.Pairs(Templates.Ambiguous, AmbiguousPairs));

/// <summary>A sentence: its tokens, and one label for each token.</summary>
internal sealed record Sentence(IReadOnlyList<string> Tokens, IReadOnlyList<string> Labels);

/// <summary>A template and its mirror, in which departure and destination are exchanged.</summary>
internal sealed record Template(string Text, string Mirror);

/// <summary>
/// Templates and the words that fill them. In a template, {departure} and {destination} are cities. In a template of two cities, :1 and :2 say which city
/// it is, so that the mirror can exchange them.
/// </summary>
internal static class Templates
{
    /// <summary>Templates of one city, whose label depends only on the words before it: from the city on, both sentences are equal.</summary>
    public static readonly Template[] Ambiguous =
    [
        new("leave {departure} on {date}", "arrive {destination} on {date}"),
        new("i want to leave {departure} on {date}", "i want to arrive {destination} on {date}"),
        new("please find a flight leaving {departure} {date}", "please find a flight arriving {destination} {date}"),
        new("book a {class} seat from {departure} on {date}", "book a {class} seat to {destination} on {date}"),
        new("departing on {date} at {departure} with {airline}", "landing on {date} at {destination} with {airline}"),
        new("show {airline} flights with departure in {departure} {date}", "show {airline} flights with arrival in {destination} {date}"),
        new(
            "i have to leave with {airline} , the airport is {departure}",
            "i have to arrive with {airline} , the airport is {destination}"),
        new(
            "which {airline} flights take off in {departure} on {date} ?",
            "which {airline} flights touch down in {destination} on {date} ?"),
    ];

    private static readonly Template[] TwoCities =
    [
        new("from {departure:1} to {destination:2} on {date}", "from {departure:2} to {destination:1} on {date}"),
        new("fly to {destination:1} from {departure:2} {date}", "fly to {destination:2} from {departure:1} {date}"),
        new("leave {departure:1} and arrive {destination:2} on {date}", "leave {departure:2} and arrive {destination:1} on {date}"),
        new("arrive {destination:1} on {date} , leaving {departure:2}", "arrive {destination:2} on {date} , leaving {departure:1}"),
        new(
            "i need a {class} ticket from {departure:1} to {destination:2}",
            "i need a {class} ticket from {departure:2} to {destination:1}"),
        new("does {airline} fly to {destination:1} from {departure:2} ?", "does {airline} fly to {destination:2} from {departure:1} ?"),
    ];

    public static readonly Template[] All = [.. Ambiguous, .. TwoCities];

    /// <summary>Cities of one to four tokens.</summary>
    public static readonly string[] Cities =
    [
        "Taipei", "Tokyo", "Paris", "London", "Boston", "Seoul", "Berlin", "Madrid",
        "New York", "San Francisco", "Hong Kong", "Kuala Lumpur", "Rio de Janeiro", "Ho Chi Minh City",
    ];

    /// <summary>Airlines of one or two tokens.</summary>
    public static readonly string[] Airlines = ["Lufthansa", "Emirates", "Qantas", "Eva Air", "Air France", "Japan Airlines"];

    public static readonly string[] Classes = ["economy class", "business class", "first class"];

    public static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>Dates of one token.</summary>
    public static readonly string[] Days =
    [
        "today", "tomorrow", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ];
}

/// <summary>Fills templates; no sentence occurs twice in all files.</summary>
internal sealed class SentenceGenerator(SplitMix random)
{
    private readonly HashSet<string> _seen = [];
    private int _turn;

    /// <summary>Pairs of a sentence and its mirror with the same cities, date, airline and class.</summary>
    public List<Sentence> Pairs(Template[] templates, int count)
    {
        var sentences = new List<Sentence>();
        while (sentences.Count < 2 * count)
        {
            Template template = random.Pick(templates);
            Dictionary<string, string> fillers = Fillers();
            Sentence first = Fill(template.Text, fillers);
            Sentence second = Fill(template.Mirror, fillers);
            if (_seen.Add(string.Join(' ', first.Tokens)) && _seen.Add(string.Join(' ', second.Tokens)))
                sentences.AddRange([first, second]);
        }
        return sentences;
    }

    /// <summary>Shuffles the sentences (Fisher and Yates 1938).</summary>
    public List<Sentence> Shuffled(List<Sentence> sentences)
    {
        for (int last = sentences.Count - 1; last > 0; last--)
        {
            int other = random.Below(last + 1);
            (sentences[last], sentences[other]) = (sentences[other], sentences[last]);
        }
        return sentences;
    }

    private Dictionary<string, string> Fillers()
    {
        int city = _turn++ % Templates.Cities.Length;
        int other = (city + 1 + random.Below(Templates.Cities.Length - 1)) % Templates.Cities.Length;
        return new Dictionary<string, string>
        {
            [""] = Templates.Cities[city],
            ["1"] = Templates.Cities[city],
            ["2"] = Templates.Cities[other],
            ["date"] = Date(),
            ["airline"] = random.Pick(Templates.Airlines),
            ["class"] = random.Pick(Templates.Classes),
        };
    }

    private string Date()
    {
        string month = random.Pick(Templates.Months);
        string day = Ordinal(1 + random.Below(28));
        return random.Below(4) switch
        {
            0 => random.Pick(Templates.Days),
            1 => $"{day} of {month}",
            _ => $"{month} {day}",
        };
    }

    private static string Ordinal(int day) =>
        day + (day is 11 or 12 or 13 ? "th" : (day % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    private static Sentence Fill(string template, Dictionary<string, string> fillers)
    {
        var tokens = new List<string>();
        var labels = new List<string>();
        foreach (string word in template.Split(' '))
        {
            if (!word.StartsWith('{'))
            {
                tokens.Add(word);
                labels.Add("O");
                continue;
            }
            string[] slot = word.Trim('{', '}').Split(':');
            bool city = slot[0] is "departure" or "destination";
            string[] words = fillers[city ? slot.ElementAtOrDefault(1) ?? "" : slot[0]].Split(' ');
            tokens.AddRange(words);
            labels.AddRange(words.Select((_, place) => (place == 0 ? "B-" : "I-") + slot[0]));
        }
        return new Sentence(tokens, labels);
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
        Console.WriteLine($"{path}: {sentences.Count} sentences");
    }
}
