using Rnnctl.Text.Batching;

namespace Rnnctl.Text.Tests.Batching;

/// <summary>Sentence pairs of ids, random or parsed from text.</summary>
internal static class Pairs
{
    public const int Begin = 1;
    public const int End = 2;

    /// <summary>Pairs such as <c>7 8 2 &gt; 9</c>: ids are taken unchanged, so the source contains its end symbol.</summary>
    public static EncodedPairs Of(params string[] pairs)
    {
        EncodedPairs encoded = new(new EncodedSentences(), new EncodedSentences());
        foreach (string[] sides in pairs.Select(pair => pair.Split('>')))
        {
            encoded.Sources.Add(Ids(sides[0]));
            encoded.Targets.Add(Ids(sides[1]));
        }

        return encoded;
    }

    /// <summary>Pairs with sources of 1 to 20 ids, the end symbol included, and targets of 0 to 15.</summary>
    public static EncodedPairs Random(int count, Random random)
    {
        EncodedPairs pairs = new(new EncodedSentences(), new EncodedSentences());
        for (int pair = 0; pair < count; pair++)
        {
            pairs.Sources.Add([.. RandomIds(random.Next(20), random), End]);
            pairs.Targets.Add(RandomIds(random.Next(16), random));
        }

        return pairs;
    }

    private static int[] RandomIds(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.Next(3, 1000))];

    private static int[] Ids(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
