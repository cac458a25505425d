using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>
/// A text as a language model reads it: sentence after sentence, each between its begin and end symbols, as the N places where two symbols of a sentence
/// meet. A sentence of n symbols has n + 1 of them. Forward, the symbol on the left of a place is read and the one on its right predicted; backward, the other
/// way round. The text is cut into blocks of consecutive sentences. Of a large text only the position of each block is kept, and blocks are read from the files
/// when a stream reaches them; a small text is kept encoded.
/// </summary>
public sealed class EncodedText
{
    /// <summary>The fewest places of a block, unless a file ends: enough that a model that remembers reads connected text, and few enough to shuffle.</summary>
    public const int UsualBlock = 1000;

    /// <summary>The most places of a text that is kept encoded: 64 MiB of ids.</summary>
    public const int MostKept = 1 << 24;

    private readonly PlainText _text;
    private readonly TextEncoder _encoder;
    private readonly List<TextBlock> _blocks = [];
    private readonly long[] _lengths;

    /// <summary>Reads a text once from beginning to end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="encoder">Makes words to symbols.</param>
    /// <param name="block">The fewest places of a block.</param>
    /// <param name="mostKept">The most places of a text that is kept encoded.</param>
    /// <param name="written">Receives the words of the text where the model reads their characters and predicts whole words; the text then holds their numbers
    /// in the place of symbols. Else null.</param>
    /// <exception cref="InputException">A file can't be read, is not UTF-8 text, or has no sentence.</exception>
    public EncodedText(PlainText text, TextEncoder encoder, int block = UsualBlock, int mostKept = MostKept, WrittenWords? written = null)
    {
        (_text, _encoder, _lengths, Written) = (text, encoder, new long[text.Files], written);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Unknown = new UnknownSymbols(encoder);
        var places = new PlaceBuffer(encoder, written, Unknown);
        List<int>? kept = [];
        for (int file = 0; file < text.Files; file++)
        {
            using LineReader lines = text.Open(file);
            long before = places.Sentences;
            while (TryReadBlock(lines, file, places, block))
            {
                hash.AppendData(MemoryMarshal.AsBytes(places.Right));
                Places += places.Right.Length;
                if (Places > mostKept) kept = null;
                kept?.AddRange(places.Right);
            }

            PlainText.RequireSentences(lines, places.Sentences > before);
            _lengths[file] = lines.Length;
        }

        if (written is not null) hash.AppendData(MemoryMarshal.AsBytes(written.Spellings.Characters));
        (Sentences, Words, UnknownWords) = (places.Sentences, places.Words, places.UnknownWords);
        Digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        Kept = kept?.ToArray();
    }

    /// <summary>The number of sentences.</summary>
    public long Sentences { get; }

    /// <summary>The number of words.</summary>
    public long Words { get; }

    /// <summary>The number of words with a symbol that the vocabulary does not have.</summary>
    public long UnknownWords { get; }

    /// <summary>The symbols of the words, and those that the vocabulary does not have.</summary>
    public UnknownSymbols Unknown { get; }

    /// <summary>N, the number of places, which is the number of predictions in each direction.</summary>
    public long Places { get; }

    /// <summary>SHA-256 of the symbols in hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>The written words that the text holds the numbers of; null where it holds symbols.</summary>
    internal WrittenWords? Written { get; }

    /// <summary>The blocks, in the order of the text.</summary>
    internal IReadOnlyList<TextBlock> Blocks => _blocks;

    /// <summary>The symbol on the right of each place, <c>[N]</c>, block after block; null for a large text.</summary>
    internal int[]? Kept { get; }

    /// <summary>A reader of the blocks from the files.</summary>
    internal BlockReader OpenBlocks() => new(_text, _encoder, Written, _lengths);

    private bool TryReadBlock(LineReader lines, int file, PlaceBuffer places, int least)
    {
        (long offset, long line) = (lines.Position, lines.LineNumber + 1);
        places.Clear();
        while (places.Right.Length < least && lines.TryRead(out ReadOnlySpan<char> text)) places.Add(text);
        if (places.Right.IsEmpty) return false;
        _blocks.Add(new TextBlock(file, offset, line, places.Right.Length));
        return true;
    }
}
