using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Embed;

/// <summary>A JSON object a line: <c>{"tokens":["a"],"vectors":[[0.5,1]]}</c>; with several layers one list of vectors for each layer.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="vectors">The vectors.</param>
/// <param name="several">Whether there is a list for each layer.</param>
internal sealed class JsonVectorWriter(TextWriter output, ChosenVectors vectors, bool several) : IVectorWriter
{
    /// <inheritdoc />
    public void Write(IReadOnlyList<string> words, int part, int parts)
    {
        output.Write("{\"tokens\":[");
        for (int word = 0; word < words.Count; word++)
        {
            if (word > 0) output.Write(',');
            output.Write('"');
            output.Write(JsonEncodedText.Encode(words[word], JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value);
            output.Write('"');
        }

        output.Write("],\"vectors\":");
        if (several) output.Write('[');
        for (int place = 0; place < vectors.Count; place++)
        {
            if (place > 0) output.Write(',');
            WriteRows(vectors.Of(place, part, parts), vectors.WidthOf(place));
        }

        output.Write(several ? "]}\n" : "}\n");
    }

    /// <inheritdoc />
    public void Complete()
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private void WriteRows(ReadOnlySpan<float> rows, int width)
    {
        output.Write('[');
        for (int i = 0; i < rows.Length; i++)
        {
            output.Write(i % width > 0 ? "," : i > 0 ? "],[" : "[");
            if (float.IsFinite(rows[i])) output.WriteShortest(rows[i]);
            else output.Write("null");
        }

        output.Write(rows.Length > 0 ? "]]" : "]");
    }
}

/// <summary>A token a line, then the numbers of its vectors, with tabs between them; a blank line ends each sentence.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="vectors">The vectors.</param>
internal sealed class ColumnWriter(TextWriter output, ChosenVectors vectors) : IVectorWriter
{
    /// <inheritdoc />
    public void Write(IReadOnlyList<string> words, int part, int parts)
    {
        for (int word = 0; word < words.Count; word++)
        {
            output.Write(words[word]);
            for (int place = 0; place < vectors.Count; place++)
            {
                int width = vectors.WidthOf(place);
                foreach (float number in vectors.Of(place, part, parts).Slice(word * width, width))
                {
                    output.Write('\t');
                    output.WriteShortest(number);
                }
            }

            output.Write('\n');
        }

        output.Write('\n');
    }

    /// <inheritdoc />
    public void Complete()
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}

/// <summary>
/// word2vec's text form at the end of the input: a line with the number of distinct words and the size of a vector, then a line for each word in the order of
/// first appearance, with the mean of its vectors and blanks between the numbers.
/// </summary>
/// <param name="output">Where it is written.</param>
/// <param name="vectors">The vectors.</param>
internal sealed class TypeWriter(TextWriter output, ChosenVectors vectors) : IVectorWriter
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _words = [];
    private readonly List<double[]> _sums = [];
    private readonly List<long> _counts = [];

    /// <inheritdoc />
    public void Write(IReadOnlyList<string> words, int part, int parts)
    {
        int[] numbers = [.. words.Select(NumberOf)];
        int first = 0;
        for (int place = 0; place < vectors.Count; place++)
        {
            int width = vectors.WidthOf(place);
            ReadOnlySpan<float> rows = vectors.Of(place, part, parts);
            for (int word = 0; word < numbers.Length; word++)
            {
                Span<double> sums = _sums[numbers[word]].AsSpan(first, width);
                for (int i = 0; i < width; i++) sums[i] += rows[(word * width) + i];
            }

            first += width;
        }
    }

    /// <inheritdoc />
    public void Complete()
    {
        output.WriteInvariantLine($"{_words.Count} {vectors.Numbers}");
        for (int word = 0; word < _words.Count; word++)
        {
            output.Write(_words[word]);
            foreach (double sum in _sums[word])
            {
                output.Write(' ');
                output.WriteShortest((float)(sum / _counts[word]));
            }

            output.Write('\n');
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    /// <summary>The number of a word, whose occurrence is counted.</summary>
    private int NumberOf(string word)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, word, out bool known);
        if (!known)
        {
            number = _words.Count;
            _words.Add(word);
            _sums.Add(new double[vectors.Numbers]);
            _counts.Add(0);
        }

        _counts[number]++;
        return number;
    }
}

/// <summary>Numbers as text.</summary>
internal static class ShortestNumber
{
    /// <summary>Writes the shortest text that reads back as the same number.</summary>
    public static void WriteShortest(this TextWriter output, float number)
    {
        Span<char> text = stackalloc char[24];
        number.TryFormat(text, out int length, provider: CultureInfo.InvariantCulture);
        output.Write(text[..length]);
    }
}
