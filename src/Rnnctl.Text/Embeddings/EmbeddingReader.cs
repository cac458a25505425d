using System.Globalization;

namespace Rnnctl.Text.Embeddings;

/// <summary>
/// Reads word vectors in the text format of GloVe (a word and its numbers on each line, separated by blanks) or of word2vec (the same after a first line
/// with the number of words and the dimension). The vector is at the end of the line, so a word may contain blanks. If a word comes twice, its first
/// vector counts. The file is read line by line, and only the vectors of wanted words are kept.
/// </summary>
/// <remarks>A first line of two integers is a header. Every line must have the right number of columns. The numbers of unwanted words are not parsed, except
/// those of the first word: this detects files of another kind.</remarks>
public sealed class EmbeddingReader
{
    private const string GzipEnding = ".gz";

    private readonly LineReader _lines;
    private readonly SymbolTable _exact = new(), _lowerCased = new();
    private readonly Dictionary<string, float[]> _exactVectors = [], _lowerCasedVectors = [];
    private int? _dimension;
    private long _promised, _read;

    private EmbeddingReader(LineReader lines, IEnumerable<string> words, int? dimension)
    {
        (_lines, _dimension) = (lines, dimension);
        foreach (string word in words)
        {
            _exact.Add(word);
            _lowerCased.Add(word.ToLowerInvariant());
        }
    }

    /// <summary>Reads a file, compressed if its name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="words">The wanted words, as written; a word that the file lacks may get the vector of its lower case.</param>
    /// <param name="dimension">The required dimension; null for the file's own.</param>
    /// <exception cref="InputException">The file can't be read or is malformed, or has another dimension; the message names the
    /// line.</exception>
    public static PretrainedEmbeddings Read(string path, IEnumerable<string> words, int? dimension)
    {
        using LineReader lines = path.EndsWith(GzipEnding, StringComparison.OrdinalIgnoreCase) ? LineReader.OpenGzip(path) : LineReader.Open(path);
        var reader = new EmbeddingReader(lines, words, dimension);
        while (lines.TryRead(out ReadOnlySpan<char> line)) reader.ReadLine(Blanks.TrimEnd(line));
        if (reader._dimension is not { } found || reader._read == 0) throw new InputException($"{path}: expected words with their vectors, found none");
        if (reader._read < reader._promised)
            throw lines.Error($"expected {reader._promised} words, as the first line says, found the end of the file after {reader._read}");
        return new PretrainedEmbeddings(found, reader._exactVectors, reader._lowerCasedVectors);
    }

    private void ReadLine(ReadOnlySpan<char> line)
    {
        if (_lines.LineNumber == 1 && TryReadHeader(line)) return;
        if (_read == 0 && _promised == 0) RequireDimension(Blanks.CountWords(line) - 1);
        _read++;
        int numbers = StartOfNumbers(line);
        ReadOnlySpan<char> word = Blanks.TrimEnd(line[..numbers]);
        if (word.IsEmpty) throw WrongColumns(line);
        if (_read == 1) Parse(line[numbers..]);
        Keep(word, line[numbers..]);
    }

    private bool TryReadHeader(ReadOnlySpan<char> line)
    {
        Blanks.Words words = Blanks.WordsOf(line);
        bool isHeader = words.MoveNext() & TryParseWhole(words.Current, out long count)
            & words.MoveNext() & TryParseWhole(words.Current, out long dimension) & !words.MoveNext();
        if (!isHeader) return false;
        if (count < 1 || dimension is < 1 or > int.MaxValue) throw _lines.Error($"expected the number of words and the dimension, found '{line}'");
        _promised = count;
        RequireDimension((int)dimension);
        return true;
    }

    private void RequireDimension(int found)
    {
        if (found < 1) throw _lines.Error($"expected a word and its vector, found {found + 1} column{(found == 0 ? "" : "s")}");
        if (_dimension is { } expected && expected != found)
            throw _lines.Error($"expected vectors of {expected} numbers, as --embedding says, found {found}", "leave --embedding out");
        _dimension = found;
    }

    /// <summary>Returns the position where the vector starts in a line.</summary>
    private int StartOfNumbers(ReadOnlySpan<char> line)
    {
        int start = line.Length;
        for (int number = 0; number < _dimension; number++)
        {
            int end = Blanks.TrimEnd(line[..start]).Length;
            if (end == 0) throw WrongColumns(line);
            start = end;
            while (start > 0 && !Blanks.IsBlank(line[start - 1])) start--;
        }

        return start;
    }

    private InputException WrongColumns(ReadOnlySpan<char> line) =>
        _lines.Error($"expected a word and {_dimension} number{(_dimension == 1 ? "" : "s")}, found {Blanks.CountWords(line)} columns");

    private void Keep(ReadOnlySpan<char> word, ReadOnlySpan<char> numbers)
    {
        bool exact = _exact.TryFind(word, out _), lowerCased = _lowerCased.TryFind(word, out _);
        if (!exact && !lowerCased) return;
        float[] vector = Parse(numbers);
        if (exact) _exactVectors.TryAdd(word.ToString(), vector);
        if (lowerCased) _lowerCasedVectors.TryAdd(word.ToString(), vector);
    }

    private float[] Parse(ReadOnlySpan<char> numbers)
    {
        float[] vector = new float[_dimension!.Value];
        int place = 0;
        foreach (ReadOnlySpan<char> number in Blanks.WordsOf(numbers))
        {
            if (!float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out vector[place]) || !float.IsFinite(vector[place]))
                throw _lines.Error($"expected a number, found '{number}'");
            place++;
        }

        return vector;
    }

    private static bool TryParseWhole(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
