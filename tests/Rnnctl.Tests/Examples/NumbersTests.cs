namespace Rnnctl.Tests.Examples;

/// <summary>Runs examples/numbers with a shorter training.</summary>
public sealed class NumbersTests
{
    private static readonly string[] Files = ["train", "valid", "test"];
    private static readonly TranslationExample Example = new("numbers");

    [Fact]
    public void Pairs_are_the_same_number_in_words_and_in_digits()
    {
        Assert.Equal([("zero", "0"), ("sixty four thousand and seventy four", "6 4 0 7 4")], Numbers("train").Take(2));
        (string Words, string Digits)[] all = [.. Files.SelectMany(Numbers)];
        Assert.Equal(6000 + 1000 + 1000, all.Length);
        Assert.Equal(all.Length, all.Select(number => number.Digits).Distinct().Count());
        Assert.All(all, number => Assert.Equal(number.Digits, string.Join(' ', $"{Value(number.Words)}".AsEnumerable())));
    }

    [Theory]
    [InlineData("words", "digits")]
    [InlineData("digits", "words")]
    public void Numbers_are_learnt_in_seconds(string from, string to)
    {
        Example.Train(
            $"model-{from}", [$"train.{from}", $"train.{to}"], "--cell", "gru", "--hidden", "64", "--embedding", "32", "--attention", "additive",
            "--dropout", "0", "--lr", "0.003", "--epochs", "3");
        double share = Example.ShareCorrect($"model-{from}", [.. Lines($"test.{from}").Zip(Lines($"test.{to}"))]);
        Assert.True(share > 0.6, $"{share:P1} without a mistake");
    }

    /// <summary>Converts words to a number.</summary>
    private static int Value(string words)
    {
        string[] small =
        [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
            "sixteen", "seventeen", "eighteen", "nineteen",
        ];
        string[] tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        int value = 0;
        foreach (string word in words.Split(' '))
        {
            value = word switch
            {
                "and" => value,
                "hundred" => (value / 1000 * 1000) + (value % 1000 * 100),
                "thousand" => value * 1000,
                _ when small.Contains(word) => value + Array.IndexOf(small, word),
                _ => value + 20 + (10 * Array.IndexOf(tens, word)),
            };
        }
        return value;
    }

    private static string[] Lines(string name) => File.ReadAllLines(Example[name]);

    private static IEnumerable<(string Words, string Digits)> Numbers(string name) => Lines($"{name}.words").Zip(Lines($"{name}.digits"));
}
