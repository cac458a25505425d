using System.Globalization;

namespace Rnnctl.Text.Embeddings;

/// <summary>
/// Reads word vectors in the text format of GloVe (a word and its numbers on each line, separated by blanks) or of word2vec (the same after a first line
/// with the number of words and the dimension), or in word2vec's binary format; gzip may have compressed the file. The vector is at the end of the line, so a
/// word may contain blanks. If a word comes twice, its first vector counts. The file is read line by line, and only the vectors of wanted words are kept.
/// </summary>
/// <remarks>A first line of two integers is a header. Lines without the right number of columns are skipped with a warning, or refused. The numbers
/// of unwanted words are not parsed, except those of the first word: this detects files of another kind.</remarks>
public sealed class EmbeddingReader
{
    private readonly LineReader _lines;
    private readonly WantedVectors _wanted;
    private readonly BadVectors _bad;
    private int? _dimension;
    private long _promised, _read;

    private EmbeddingReader(LineReader lines, IEnumerable<string> words, int? dimension, Action<string>? warn)
    {
        (_lines, _dimension) = (lines, dimension);
        _wanted = new WantedVectors(words);
        _bad = new BadVectors(warn);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="words">The wanted words, as written; a word that the file lacks may get the vector of its lower case.</param>
    /// <param name="dimension">The required dimension; null for the file's own.</param>
    /// <param name="warn">Receives a warning of bad lines, which are skipped; null refuses the first.</param>
    /// <exception cref="InputException">The file can't be read, is of another kind or has another dimension, or a bad line is refused; the message names the
    /// line.</exception>
    public static PretrainedEmbeddings Read(string path, IEnumerable<string> words, int? dimension, Action<string>? warn = null)
    {
        using LineReader lines = LineReader.Open(path);
        return new EmbeddingReader(lines, words, dimension, warn).Read();
    }

    private PretrainedEmbeddings Read()
    {
        if (BinaryVectors.Follow(_lines.PeekBytes()) && _lines.TryRead(out ReadOnlySpan<char> header) && TryReadHeader(header))
            _read = new BinaryVectors(_lines, _dimension!.Value).Read(_promised, _wanted, _bad);
        else
            ReadLines();
        _bad.Tell(_read);
        if (_dimension is not { } dimension || _read == 0) throw new InputException($"{_lines.Name}: expected words with their vectors, found none");
        _bad.RequireCount(_promised, _read, _lines);
        return _wanted.Found(dimension);
    }

    private void ReadLines()
    {
        while (TryRead(out ReadOnlySpan<char> line))
        {
            // A first line that gives no dimension tells nothing about those to come.
            try
            {
                ReadLine(Blanks.TrimEnd(line));
            }
            catch (InputException mistake) when (_dimension is not null && (_read > 0 || _promised > 0))
            {
                _bad.Add(mistake, _read);
            }
        }
    }

    /// <summary>Reads the next line that is text.</summary>
    private bool TryRead(out ReadOnlySpan<char> line)
    {
        while (true)
        {
            long before = _lines.LineNumber;
            try
            {
                return _lines.TryRead(out line);
            }
            catch (InputException mistake) when (_lines.LineNumber > before && before > 0)
            {
                _bad.Add(mistake, _read);
            }
        }
    }

    private void ReadLine(ReadOnlySpan<char> line)
    {
        if (_lines.LineNumber == 1 && TryReadHeader(line)) return;
        if (_read == 0 && _promised == 0) RequireDimension(Blanks.CountWords(line) - 1);
        int numbers = StartOfNumbers(line);
        ReadOnlySpan<char> word = Blanks.TrimEnd(line[..numbers]);
        if (word.IsEmpty) throw WrongColumns(line);
        bool isWanted = _wanted.Has(word);
        float[] vector = isWanted || _read == 0 ? Parse(line[numbers..]) : [];
        _read++;
        if (isWanted) _wanted.Add(word.ToString(), vector);
    }

    private bool TryReadHeader(ReadOnlySpan<char> line)
    {
        Blanks.Words words = Blanks.WordsOf(line);
        bool isHeader = words.MoveNext() & TryParseWhole(words.Current, out long count)
            & words.MoveNext() & TryParseWhole(words.Current, out long dimension) & !words.MoveNext();
        if (!isHeader) return false;
        if (count < 1 || dimension is < 1 or > int.MaxValue) throw _lines.Error($"expected the number of words and the dimension, found '{line}'");
        RequireDimension((int)dimension);
        _promised = count;
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
