namespace Rnnctl.Tests.Examples;

/// <summary>Runs examples/reverse with sequences of up to six letters.</summary>
public sealed class ReverseTests
{
    private static readonly string[] Files = ["train.tsv", "valid.tsv", "test.tsv"];
    private static readonly TranslationExample Example = new("reverse");

    [Fact]
    public void Pairs_are_sequences_of_letters_and_their_reverses()
    {
        Assert.Equal([("l j q d z", "z d q j l"), ("o r i t o g q c a d y u", "u y d a c q g o t i r o")], Example.Read("train.tsv").Take(2));
        (string Source, string Target)[] all = [.. Files.SelectMany(Example.Read)];
        Assert.Equal(8000 + 500 + 500, all.Length);
        Assert.Equal(all.Length, all.Select(pair => pair.Source).Distinct().Count());
        Assert.Equal(Enumerable.Range(2, 11), all.Select(pair => Length(pair.Source)).Distinct().Order());
        Assert.All(all, pair => Assert.Equal(string.Concat(pair.Source.Reverse()), pair.Target));
    }

    [Fact]
    public void Short_sequences_are_learnt_in_seconds()
    {
        Example.Write("short.tsv", Short("train.tsv"));
        Example.Train(
            "model", "short.tsv", "--cell", "gru", "--hidden", "64", "--embedding", "32", "--attention", "additive", "--dropout", "0", "--lr", "0.003",
            "--epochs", "4");
        double share = Example.ShareCorrect("model", Short("test.tsv"));
        Assert.True(share > 0.8, $"{share:P1} reversed without a mistake");
        Assert.Equal(["d c b a\t3-0 2-1 1-2 0-3"], Example.Translate("model", ["a b c d"], "--alignments"));
    }

    private static int Length(string sequence) => sequence.Split(' ').Length;

    private static (string Source, string Target)[] Short(string name) => [.. Example.Read(name).Where(pair => Length(pair.Source) <= 6)];
}
