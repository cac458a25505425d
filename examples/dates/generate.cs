// Writes train.tsv, valid.tsv and test.tsv into a folder:
//   dotnet run examples/dates/generate.cs FOLDER
// Each line is a date as people write it, a tab, and the date in ISO 8601. Characters are separated by blanks; a blank of the date itself becomes _:
//   3 r d _ M a r c h , _ 2 0 2 1    2 0 2 1 - 0 3 - 0 3
// No date occurs twice in all files.
// The output has the same bytes on every machine and every version of .NET, because ../SplitMix.cs generates the random numbers.
#:property PublishAot=false

using System.Globalization;
using System.Text;

const ulong Seed = 20260303;
const int TrainPairs = 8000;
const int ScoredPairs = 500;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: dotnet run examples/dates/generate.cs FOLDER");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Directory.CreateDirectory(folder);
var dates = new DateGenerator(new SplitMix(Seed));
Corpus.Write(Path.Combine(folder, "train.tsv"), dates.Take(TrainPairs));
Corpus.Write(Path.Combine(folder, "valid.tsv"), dates.Take(ScoredPairs));
Corpus.Write(Path.Combine(folder, "test.tsv"), dates.Take(ScoredPairs));
return 0;

/// <summary>A date in two forms.</summary>
internal sealed record Pair(string Written, string Iso);

/// <summary>The ways to write a date.</summary>
internal static class Forms
{
    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private static readonly string[] Ordinals =
    [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
        "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth",
        "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
    ];

    /// <summary>All forms. Between dots the month is the second number, as in Europe; between slashes it is the first, as in the United States.</summary>
    public static readonly Func<DateOnly, string>[] All =
    [
        date => $"the {Ordinal(date)} of {Month(date)}, {date.Year}",
        date => $"the {Word(date)} of {Month(date)} {date.Year}",
        date => $"{Month(date)} the {Word(date)}, {date.Year}",
        date => $"{Month(date)} {date.Day}, {date.Year}",
        date => $"{Month(date)} {Ordinal(date)}, {date.Year}",
        date => $"{date.DayOfWeek}, {Month(date)} {date.Day}, {date.Year}",
        date => $"{date.DayOfWeek} {date.Day} {Short(date)} {date.Year}",
        date => $"{date.Day} {Month(date)} {date.Year}",
        date => $"{date.Day} {Short(date)} {date:yy}",
        date => $"{date:dd}-{Short(date)}-{date.Year}",
        date => $"{Short(date)} {date.Day} '{date:yy}",
        date => $"{date.Day}.{date.Month}.{date:yy}",
        date => $"{date:dd.MM.yyyy}",
        date => $"{date.Month}/{date.Day}/{date.Year}",
    ];

    private static string Month(DateOnly date) => Months[date.Month - 1];

    private static string Short(DateOnly date) => Month(date)[..3];

    private static string Word(DateOnly date) => Ordinals[date.Day - 1];

    private static string Ordinal(DateOnly date) =>
        date.Day + (date.Day is 11 or 12 or 13 ? "th" : (date.Day % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });
}

/// <summary>Generates dates of the hundred years from 1970 on, without repetition; two digits are enough for such a year.</summary>
internal sealed class DateGenerator(SplitMix random)
{
    private static readonly DateOnly First = new(1970, 1, 1);
    private static readonly int Days = new DateOnly(2070, 1, 1).DayNumber - First.DayNumber;
    private readonly HashSet<DateOnly> _seen = [];

    /// <summary>Dates, each in a random form.</summary>
    public List<Pair> Take(int count)
    {
        var pairs = new List<Pair>();
        while (pairs.Count < count)
        {
            DateOnly date = First.AddDays(random.Below(Days));
            if (_seen.Add(date)) pairs.Add(new Pair(random.Pick(Forms.All)(date), $"{date:yyyy-MM-dd}"));
        }
        return pairs;
    }
}

/// <summary>The file format: one pair per line, source and target separated by a tab, characters by blanks.</summary>
internal static class Corpus
{
    /// <summary>Writes UTF-8 without a byte-order mark and with line feeds.</summary>
    public static void Write(string path, List<Pair> pairs)
    {
        var text = new StringBuilder();
        foreach (Pair pair in pairs) text.Append(Characters(pair.Written)).Append('\t').Append(Characters(pair.Iso)).Append('\n');
        File.WriteAllText(path, text.ToString());
    }

    private static string Characters(string text) => string.Join(' ', text.Replace(' ', '_').AsEnumerable());
}
