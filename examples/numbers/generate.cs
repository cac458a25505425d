// Writes numbers below a million into a folder: in words to train.words, valid.words and test.words, and in digits to train.digits and so on:
//   dotnet run examples/numbers/generate.cs FOLDER
// Line n of both files is the same number. No number occurs twice:
//   nine hundred and twelve thousand and three    9 1 2 0 0 3
// The output has the same bytes on every machine and every version of .NET, because ../SplitMix.cs generates the random numbers.
#:property PublishAot=false

const ulong Seed = 20260517;
const int TrainNumbers = 6000;
const int ScoredNumbers = 1000;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: dotnet run examples/numbers/generate.cs FOLDER");
    return 2;
}

Directory.CreateDirectory(folder);
var numbers = new NumberGenerator(new SplitMix(Seed));
Corpus.Write(Path.Combine(folder, "train"), numbers.Take(TrainNumbers));
Corpus.Write(Path.Combine(folder, "valid"), numbers.Take(ScoredNumbers));
Corpus.Write(Path.Combine(folder, "test"), numbers.Take(ScoredNumbers));
return 0;

/// <summary>Generates numbers without repetition.</summary>
internal sealed class NumberGenerator(SplitMix random)
{
    private readonly HashSet<int> _seen = [];

    /// <summary>Numbers below a million.</summary>
    public List<int> Take(int count)
    {
        var numbers = new List<int>();
        while (numbers.Count < count)
        {
            int number = (Below1000() * 1000) + Below1000();
            if (_seen.Add(number)) numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>One, two and three digits are equally frequent, so that enough numbers contain zeros.</summary>
    private int Below1000() => random.Below(random.Pick([10, 100, 1000]));
}

/// <summary>Numbers in words, in British English.</summary>
internal static class Words
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>A number below a million.</summary>
    public static string Of(int number) => number switch
    {
        < 20 => Small[number],
        < 100 => Tens[number / 10] + Rest(" ", number % 10),
        < 1000 => Small[number / 100] + " hundred" + Rest(" and ", number % 100),
        _ => Of(number / 1000) + " thousand" + Rest(number % 1000 < 100 ? " and " : " ", number % 1000),
    };

    private static string Rest(string before, int number) => number == 0 ? "" : before + Of(number);
}

/// <summary>The file format: two parallel files, one number per line.</summary>
internal static class Corpus
{
    /// <summary>Writes UTF-8 without a byte-order mark and with line feeds.</summary>
    public static void Write(string path, List<int> numbers)
    {
        Write(path + ".words", numbers.Select(Words.Of));
        Write(path + ".digits", numbers.Select(number => string.Join(' ', $"{number}".AsEnumerable())));
    }

    private static void Write(string path, IEnumerable<string> lines) => File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
}
