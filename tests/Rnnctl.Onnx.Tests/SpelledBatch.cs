using Rnnctl.Models.Characters;

namespace Rnnctl.Onnx.Tests;

/// <summary>The random spelling of the tokens of a batch, each a word of its own.</summary>
internal sealed class SpelledBatch
{
    private readonly IdBatch _tokens, _words;
    private readonly int[] _wordOfToken;

    public SpelledBatch(IdBatch tokens, Random random, int characters, int least, int most)
    {
        _tokens = tokens;
        int[][] numbers = new int[tokens.Count][];
        List<int[]> words = [];
        for (int sequence = 0; sequence < tokens.Count; sequence++)
        {
            numbers[sequence] = [.. Enumerable.Range(words.Count, tokens.LengthOf(sequence))];
            words.AddRange(numbers[sequence].Select(_ => IdBatch.RandomIds(random, characters, random.Next(least, most + 1))));
        }

        Numbers = numbers;
        _words = new IdBatch([.. words]);
        _wordOfToken = [.. tokens.Pack(numbers).Select(_words.PlaceOf)];
    }

    /// <summary>The number of each token's word.</summary>
    public int[][] Numbers { get; }

    public SpelledWords Words => new(_words.Packed, _words.Steps, _wordOfToken);

    /// <summary>The words of the tokens in another order of rows, such as that of two directions.</summary>
    public SpelledWords WordsOf(IEnumerable<int> numbers) => new(_words.Packed, _words.Steps, numbers.Select(_words.PlaceOf).ToArray());

    /// <summary>The characters, <c>[B, T, C]</c>.</summary>
    public OnnxTensor Characters
    {
        get
        {
            long[] padded = [.. Enumerable.Repeat(1L, _tokens.Count * _tokens.Longest * _words.Longest)];
            ForEachToken((row, word) => Array.Copy(Array.ConvertAll(_words[word], id => (long)id), 0, padded, row * _words.Longest, _words.LengthOf(word)));
            return OnnxTensor.Of([_tokens.Count, _tokens.Longest, _words.Longest], padded);
        }
    }

    /// <summary>The numbers of characters, <c>[B, T]</c>; 0 beyond a sequence's end.</summary>
    public OnnxTensor WordLengths
    {
        get
        {
            long[] lengths = new long[_tokens.Count * _tokens.Longest];
            ForEachToken((row, word) => lengths[row] = _words.LengthOf(word));
            return OnnxTensor.Of([_tokens.Count, _tokens.Longest], lengths);
        }
    }

    private void ForEachToken(Action<int, int> action)
    {
        for (int sequence = 0; sequence < _tokens.Count; sequence++)
        {
            for (int step = 0; step < _tokens.LengthOf(sequence); step++) action((sequence * _tokens.Longest) + step, Numbers[sequence][step]);
        }
    }
}
