using Rnnctl.Text.Subwords;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// Converts lines of text to the ids of a sequence model and back. Blanks separate words; each word is normalised and, with subwords,
/// segmented. With characters, a line is the characters of its words, with one blank between two words. A word of the text that equals a
/// frame symbol (<c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c>) becomes unknown, so that a text cannot end a sequence. Several threads may encode.
/// </summary>
public sealed class TextEncoder
{
    /// <summary>Creates an encoder of words or of their segments.</summary>
    /// <param name="vocabulary">A vocabulary that frames sequences.</param>
    /// <param name="subwords">How words are segmented; null for whole words.</param>
    /// <exception cref="ArgumentException">The vocabulary does not start with the frame's symbols.</exception>
    public TextEncoder(Vocabulary vocabulary, BytePairEncoding? subwords)
        : this(vocabulary, subwords, TextUnit.Words)
    {
    }

    private TextEncoder(Vocabulary vocabulary, BytePairEncoding? subwords, TextUnit unit)
    {
        if (!(unit == TextUnit.Words ? vocabulary.FramesSequences : vocabulary.FramesCharacters))
        {
            string first = $"{Vocabulary.Unknown}, {Vocabulary.Begin}, {Vocabulary.End}{(unit == TextUnit.Words ? "" : ", " + Vocabulary.Space)}";
            throw new ArgumentException($"expected a vocabulary that begins with {first}", nameof(vocabulary));
        }

        (Vocabulary, Subwords, Unit) = (vocabulary, subwords, unit);
    }

    /// <summary>The symbols and their ids.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>How words are segmented, or null for whole words.</summary>
    public BytePairEncoding? Subwords { get; }

    /// <summary>Whether a symbol is a character, or a word or a segment of one.</summary>
    public TextUnit Unit { get; }

    /// <summary>The id of symbols that are not in the vocabulary.</summary>
    public int UnknownId => Vocabulary.UnknownId;

    /// <summary>The id of the begin symbol.</summary>
    public int BeginId { get; } = Vocabulary.BeginId;

    /// <summary>The id of the end symbol.</summary>
    public int EndId { get; } = Vocabulary.EndId;

    /// <summary>Creates an encoder of characters, which are text elements of Unicode.</summary>
    /// <param name="vocabulary">A vocabulary of the characters of sequences.</param>
    /// <exception cref="ArgumentException">The vocabulary does not start with the frame's symbols and the blank.</exception>
    public static TextEncoder OfCharacters(Vocabulary vocabulary) => new(vocabulary, subwords: null, TextUnit.Characters);

    /// <summary>Appends the ids of a line's symbols to a list, without begin and end symbols.</summary>
    public void Encode(ReadOnlySpan<char> line, ICollection<int> ids)
    {
        bool isFirst = true;
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            if (!isFirst) AddSpace(ids);
            EncodeWord(word, ids);
            isFirst = false;
        }
    }

    /// <summary>
    /// The same where words are segmented with dropout (Provilkov et al. 2020). A segment that the vocabulary lacks is taken apart, as subword-nmt does with
    /// <c>--vocabulary</c>; a word that then still has an unknown symbol keeps its usual segments. Without subwords nothing is left out.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="ids">Gets the ids.</param>
    /// <param name="dropout">The probability that a merge is left out at a step.</param>
    /// <param name="random">Draws.</param>
    public void EncodeWithDropout(ReadOnlySpan<char> line, List<int> ids, double dropout, Random random)
    {
        if (Subwords is null)
        {
            Encode(line, ids);
            return;
        }

        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            int before = ids.Count;
            string[] segments = Subwords.SegmentsWithDropout(Vocabulary.Normalizer.Apply(word.ToString()), dropout, random);
            for (int place = 0; place < segments.Length; place++)
            {
                bool isLast = place == segments.Length - 1;
                AddKnown(isLast ? segments[place] : segments[place][..^BytePairEncoding.Continuation.Length], isLast, Subwords, ids);
            }

            if (ids.IndexOf(UnknownId, before) < 0) continue;
            ids.RemoveRange(before, ids.Count - before);
            EncodeWord(word, ids);
        }
    }

    /// <summary>Adds a segment, given without its mark, or the two that its merge was made of, and so on, until they are known or single characters.</summary>
    private void AddKnown(string segment, bool isLast, BytePairEncoding subwords, List<int> ids)
    {
        int id = IdOf(isLast ? segment : segment + BytePairEncoding.Continuation);
        if (id != UnknownId || subwords.PartsOf(segment, isLast) is not { } parts)
        {
            ids.Add(id);
            return;
        }

        AddKnown(parts.Left, isLast: false, subwords, ids);
        AddKnown(parts.Right, isLast, subwords, ids);
    }

    /// <summary>
    /// Appends the ids of a sentence's symbols to a list, without begin and end symbols, and where those of each word are. Between two words there may be
    /// symbols that belong to neither: with characters, the blank.
    /// </summary>
    /// <param name="words">The words. A blank within a word is read as the blank between two words or, without characters, as a part of the word.</param>
    /// <param name="ids">Gets the ids.</param>
    /// <param name="ranges">Gets for each word the positions of its symbols in the list of ids.</param>
    public void EncodeWords(IReadOnlyList<string> words, List<int> ids, List<SymbolRange> ranges)
    {
        for (int word = 0; word < words.Count; word++)
        {
            if (word > 0) AddSpace(ids);
            int first = ids.Count;
            EncodeWord(words[word], ids);
            ranges.Add(new SymbolRange(first, ids.Count - 1));
        }
    }

    /// <summary>Appends the ids of a word's symbols to a list: of the word, of its segments, or of its characters. An empty word counts as one unknown
    /// symbol.</summary>
    public void EncodeWord(ReadOnlySpan<char> word, ICollection<int> ids)
    {
        if (word.IsEmpty)
        {
            ids.Add(UnknownId);
        }
        else if (Unit == TextUnit.Characters)
        {
            foreach (ReadOnlySpan<char> character in TextElements.Of(word)) ids.Add(Blanks.IsBlank(character[0]) ? Vocabulary.SpaceId : IdOf(character));
        }
        else if (Subwords is null)
        {
            ids.Add(IdOf(word));
        }
        else
        {
            foreach (string segment in SegmentsOf(word, Subwords)) ids.Add(IdOf(segment));
        }
    }

    /// <summary>The symbols of a line as written, not normalised: one for each id.</summary>
    public IReadOnlyList<string> Symbols(ReadOnlySpan<char> line)
    {
        List<string> symbols = [];
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            if (Unit == TextUnit.Characters) AddCharacters(word, symbols);
            else if (Subwords is null) symbols.Add(word.ToString());
            else AddSegments(word, SegmentsOf(word, Subwords), symbols);
        }

        return symbols;
    }

    /// <summary>The words of a line as written, in order.</summary>
    public IReadOnlyList<SegmentedWord> Words(ReadOnlySpan<char> line)
    {
        List<SegmentedWord> words = [];
        List<int> ids = [];
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            ids.Clear();
            EncodeWord(word, ids);
            words.Add(new SegmentedWord(word.ToString(), ids.Count));
        }

        return words;
    }

    /// <summary>Joins words or segments to words, in order. The words, separated by blanks, are the symbols' text.</summary>
    public IReadOnlyList<SegmentedWord> Words(IReadOnlyList<string> symbols)
    {
        List<SegmentedWord> words = [];
        int start = 0;
        for (int end = 1; end <= symbols.Count; end++)
        {
            if (end < symbols.Count && Subwords is not null && symbols[end - 1].EndsWith(BytePairEncoding.Continuation, StringComparison.Ordinal)) continue;
            words.Add(new SegmentedWord(Decode(symbols.Skip(start).Take(end - start)), end - start));
            start = end;
        }

        return words;
    }

    /// <summary>The text of ids: segments or characters joined to words, words separated by blanks, begin and end symbols left out.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        List<string> symbols = new(ids.Length);
        foreach (int id in ids)
        {
            if (id != BeginId && id != EndId)
            {
                symbols.Add(Vocabulary[id]);
            }
        }

        return Decode(symbols);
    }

    /// <summary>The text of symbols, none of which is a frame symbol: segments or characters joined to words, words separated by blanks.</summary>
    public string Decode(IEnumerable<string> symbols) => Unit == TextUnit.Characters
        ? string.Concat(symbols.Select(symbol => symbol == Vocabulary.Space ? " " : symbol))
        : Subwords is null ? string.Join(' ', symbols) : BytePairEncoding.Join(symbols);

    private static void AddCharacters(ReadOnlySpan<char> word, List<string> symbols)
    {
        if (symbols.Count > 0) symbols.Add(Vocabulary.Space);
        foreach (ReadOnlySpan<char> character in TextElements.Of(word)) symbols.Add(character.ToString());
    }

    private void AddSpace(ICollection<int> ids)
    {
        if (Unit == TextUnit.Characters) ids.Add(Vocabulary.SpaceId);
    }

    private int IdOf(ReadOnlySpan<char> symbol)
    {
        int id = Vocabulary.Find(symbol);
        return id == BeginId || id == EndId ? UnknownId : id;
    }

    private ReadOnlySpan<string> SegmentsOf(ReadOnlySpan<char> word, BytePairEncoding subwords)
    {
        Span<char> buffer = word.Length <= 256 ? stackalloc char[256] : new char[word.Length];
        return subwords.SegmentsOf(Vocabulary.Normalizer.Apply(word, buffer));
    }

    // Normalising keeps a word's length, so the segments split the written word at the same positions.
    private static void AddSegments(ReadOnlySpan<char> word, ReadOnlySpan<string> segments, List<string> symbols)
    {
        foreach (string segment in segments[..^1])
        {
            int length = segment.Length - BytePairEncoding.Continuation.Length;
            symbols.Add(string.Concat(word[..length], BytePairEncoding.Continuation));
            word = word[length..];
        }

        symbols.Add(word.ToString());
    }
}
