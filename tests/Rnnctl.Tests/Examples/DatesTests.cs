using System.Globalization;

namespace Rnnctl.Tests.Examples;

/// <summary>Runs examples/dates with a part of its dates.</summary>
public sealed class DatesTests
{
    private static readonly string[] Files = ["train.tsv", "valid.tsv", "test.tsv"];
    private static readonly string[] Marks = [" of ", " the ", ".", "'"];
    private static readonly TranslationExample Example = new("dates");

    [Fact]
    public void Pairs_are_written_dates_and_iso_8601_dates()
    {
        Assert.Equal(
            [("1 9 . 0 4 . 2 0 1 3", "2 0 1 3 - 0 4 - 1 9"), ("S u n d a y _ 1 8 _ J u n _ 2 0 1 7", "2 0 1 7 - 0 6 - 1 8")],
            Example.Read("train.tsv").Take(2));
        (string Source, string Target)[] all = [.. Files.SelectMany(Example.Read)];
        Assert.Equal(8000 + 500 + 500, all.Length);
        Assert.Equal(all.Length, all.Select(pair => pair.Target).Distinct().Count());
        Assert.All(all, pair => Assert.InRange(Date(pair.Target).Year, 1970, 2069));
    }

    [Fact]
    public void Dotnet_parses_dates_without_ordinals_as_their_targets()
    {
        (string Source, string Target)[] plain = [.. Example.Read("train.tsv").Where(pair => IsPlain(Text(pair.Source)))];
        Assert.True(plain.Length > 2000, $"{plain.Length}");
        Assert.All(plain, pair => Assert.Equal(Date(pair.Target), DateOnly.Parse(Text(pair.Source), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Dates_are_learnt_in_seconds()
    {
        Example.Write("part.tsv", Example.Read("train.tsv").Take(3000));
        Example.Train(
            "model", "part.tsv", "--cell", "gru", "--hidden", "64", "--embedding", "32", "--attention", "dot", "--dropout", "0", "--lr", "0.003",
            "--epochs", "5");
        double share = Example.ShareCorrect("model", Example.Read("test.tsv"));
        Assert.True(share > 0.8, $"{share:P1} without a mistake");
        string[] translated = Example.Translate("model", ["t h e _ 3 r d _ o f _ M a r c h , _ 2 0 2 1"], "--attention-svg", Example["attention"]);
        Assert.Equal(["2 0 2 1 - 0 3 - 0 3"], translated);
        Assert.Contains("</svg>", File.ReadAllText(Example[Path.Combine("attention", "sentence-0.svg")]), StringComparison.Ordinal);
    }

    private static string Text(string characters) => characters.Replace(" ", "", StringComparison.Ordinal).Replace('_', ' ');

    private static DateOnly Date(string target) => DateOnly.ParseExact(Text(target), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Whether a date has a form that .NET parses: no ordinals, dots or apostrophes, and a year of four digits.</summary>
    private static bool IsPlain(string date) =>
        !Marks.Any(mark => date.Contains(mark, StringComparison.Ordinal)) && !date.Split(' ', ',').Any(IsOrdinal) && date[^4..].All(char.IsAsciiDigit);

    private static bool IsOrdinal(string word) => word.Length > 2 && char.IsAsciiDigit(word[0]) && char.IsAsciiLetter(word[^1]);
}
