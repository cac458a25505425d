using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>
/// A text as a language model reads it: sentence after sentence, each between its begin and end symbols, as the N places where two symbols of a sentence
/// meet. A sentence of n words has n + 1 of them. Forward, the symbol on the left of a place is read and the one on its right predicted; backward, the other
/// way round.
/// </summary>
public sealed class EncodedText
{
    private readonly int[] _left, _right;

    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vocabulary">A vocabulary that frames sequences; a word that reads as one of the frame's symbols is unknown.</param>
    public EncodedText(PlainText text, Vocabulary vocabulary)
    {
        (Sentences, Words) = (text.Sentences, text.Words);
        (_left, _right) = (new int[Words + Sentences], new int[Words + Sentences]);
        int[] ids = Array.ConvertAll(vocabulary.MapFrom(text.Symbols), id => id is Vocabulary.BeginId or Vocabulary.EndId ? vocabulary.UnknownId : id);
        int place = 0;
        for (int sentence = 0; sentence < Sentences; sentence++)
        {
            _left[place] = Vocabulary.BeginId;
            foreach (int word in text[sentence])
            {
                if (ids[word] == vocabulary.UnknownId) UnknownWords++;
                _right[place++] = ids[word];
                _left[place] = ids[word];
            }

            _right[place++] = Vocabulary.EndId;
        }
    }

    /// <summary>The number of sentences.</summary>
    public int Sentences { get; }

    /// <summary>The number of words.</summary>
    public int Words { get; }

    /// <summary>The number of words that the vocabulary does not have.</summary>
    public int UnknownWords { get; }

    /// <summary>N, the number of places, which is the number of predictions in each direction.</summary>
    public int Places => _left.Length;

    /// <summary>The symbol on the left of each place, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Left => _left;

    /// <summary>The symbol on the right of each place, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Right => _right;
}
