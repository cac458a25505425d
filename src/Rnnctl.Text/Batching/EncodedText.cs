using System.Runtime.InteropServices;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>
/// A text as a language model reads it: sentence after sentence, each between its begin and end symbols, as the N places where two symbols of a sentence
/// meet. A sentence of n symbols has n + 1 of them. Forward, the symbol on the left of a place is read and the one on its right predicted; backward, the other
/// way round.
/// </summary>
public sealed class EncodedText
{
    private readonly int[] _left, _right;

    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="encoder">Makes words to symbols.</param>
    public EncodedText(PlainText text, TextEncoder encoder)
    {
        (Sentences, Words) = (text.Sentences, text.Words);
        List<int> left = [], right = [];
        for (int sentence = 0; sentence < Sentences; sentence++)
        {
            int start = right.Count;
            foreach (int word in text[sentence])
            {
                if (right.Count > start && encoder.Unit == TextUnit.Characters) right.Add(Vocabulary.SpaceId);
                int first = right.Count;
                encoder.EncodeWord(text.Symbols[word], right);
                if (CollectionsMarshal.AsSpan(right)[first..].Contains(encoder.UnknownId)) UnknownWords++;
            }

            left.Add(Vocabulary.BeginId);
            left.AddRange(CollectionsMarshal.AsSpan(right)[start..]);
            right.Add(Vocabulary.EndId);
        }

        (_left, _right) = ([.. left], [.. right]);
    }

    /// <summary>The number of sentences.</summary>
    public int Sentences { get; }

    /// <summary>The number of words.</summary>
    public int Words { get; }

    /// <summary>The number of words with a symbol that the vocabulary does not have.</summary>
    public int UnknownWords { get; }

    /// <summary>N, the number of places, which is the number of predictions in each direction.</summary>
    public int Places => _left.Length;

    /// <summary>The symbol on the left of each place, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Left => _left;

    /// <summary>The symbol on the right of each place, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Right => _right;
}
