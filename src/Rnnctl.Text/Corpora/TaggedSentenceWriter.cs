using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Writes tagged sentences in every format of <see cref="TagOutputFormat"/> but CoNLL-U (<see cref="ConlluLines"/>). Allocates nothing per sentence once its
/// buffer is large enough. A sentence with no token is an empty line (in JSON an object with empty arrays). Probabilities have four decimals, or four digits
/// and a power of ten below 0.001; in JSON all their digits. What is written is read back as it was: a format refuses the tokens and labels that it can't hold.
/// </summary>
public sealed class TaggedSentenceWriter
{
    private const float SmallestWithDecimals = 0.001f;

    private static readonly SearchValues<char> EscapedInJson =
        SearchValues.Create(['"', '\\', .. Enumerable.Range(0, ' ').Select(code => (char)code)]);

    private readonly TextWriter _output;
    private readonly TagOutputFormat _format;
    private readonly IReadOnlyList<string> _labels;
    private readonly string[] _labelsInJson;
    // A long sentence is written in parts of this size, to bound the memory.
    private const int LongestPart = 1 << 16;

    private char[] _buffer = new char[1 << 12];
    private int _length;

    /// <summary>A writer for one model's labels.</summary>
    /// <param name="output">The output; neither flushed nor closed.</param>
    /// <param name="format">The format.</param>
    /// <param name="labels">The labels, in the order of their ids.</param>
    /// <param name="withProbabilities">Whether every sentence has probabilities.</param>
    /// <param name="several">Whether every sentence has several labellings.</param>
    /// <exception cref="InputException">The format has no place for probabilities (<c>slash</c>, <c>labels</c>) or for several labellings
    /// (all but <c>tsv</c> and <c>json</c>), or can't hold a label, such as <c>slash</c> one with a slash, which would hide where the token ends.</exception>
    public TaggedSentenceWriter(
        TextWriter output, TagOutputFormat format, IReadOnlyList<string> labels, bool withProbabilities = false, bool several = false)
    {
        string name = OutputFormatLimits.Name(format);
        if (withProbabilities && format is (TagOutputFormat.Slash or TagOutputFormat.Labels or TagOutputFormat.Conllu))
            throw new InputException($"the output format {name} has no place for probabilities", "use --output-format tsv, conll or json");
        if (several && format is not (TagOutputFormat.Tsv or TagOutputFormat.Json))
            throw new InputException($"the output format {name} has no place for several labellings", "use --output-format tsv or json");
        if (OutputFormatLimits.MistakeIn(format, labels, several) is { } mistake) throw mistake;

        (_output, _format, _labels) = (output, format, labels);
        _labelsInJson = format == TagOutputFormat.Json ? [.. labels.Select(label => JsonText(label))] : [];
    }

    /// <summary>Writes a sentence.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="labels">The id of each token's label: <c>[tokens]</c>.</param>
    /// <param name="probabilities">The probability of each label: <c>[tokens]</c>, or empty.</param>
    /// <param name="input">The file that the tokens come from, for messages.</param>
    /// <param name="spans">The sentence's spans, written in JSON only; null for none.</param>
    /// <param name="intent">
    /// The sentence's intent, null for none: a key of JSON, a third column of TSV, a comment of CoNLL columns; the other formats leave it out.
    /// </param>
    /// <exception cref="ArgumentException">The numbers of tokens, labels and probabilities differ.</exception>
    /// <exception cref="InputException">The format can't hold a token.</exception>
    public void Write(
        SentenceTokens tokens, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities = default, string input = "",
        IReadOnlyList<TaggedSpan>? spans = null, TaggedIntent? intent = null)
    {
        if (OutputFormatLimits.MistakeIn(_format, tokens, input, several: false) is { } mistake) throw mistake;
        if (labels.Length != tokens.Count || (probabilities.Length != tokens.Count && !probabilities.IsEmpty))
        {
            throw new ArgumentException($"expected {tokens.Count} labels, found {labels.Length} and {probabilities.Length} probabilities");
        }

        _length = 0;
        AppendSentence(tokens, labels, probabilities, spans, intent);
        Append('\n');
        _output.Write(_buffer, 0, _length);
    }

    /// <summary>
    /// Writes several labellings of a sentence, each on a line <c>tokens TAB labels TAB probability</c>, or all in a JSON array of objects with these keys
    /// on one line. A sentence with no token has no labelling: it is an empty line or an empty array.
    /// </summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="labellings">The ids of the labels: <c>[labellings][tokens]</c>.</param>
    /// <param name="probabilities">Each labelling's probability: <c>[labellings]</c>.</param>
    /// <param name="input">The file that the tokens come from, for messages.</param>
    /// <exception cref="InputException">The format can't hold a token.</exception>
    public void WriteSeveral(SentenceTokens tokens, ReadOnlySpan<int[]> labellings, ReadOnlySpan<double> probabilities, string input = "")
    {
        if (OutputFormatLimits.MistakeIn(_format, tokens, input, several: true) is { } mistake) throw mistake;
        bool json = _format == TagOutputFormat.Json;
        _length = 0;
        if (json) Append('[');
        for (int i = 0; i < labellings.Length; i++)
        {
            AppendBetween(i, json ? ',' : '\n');
            AppendLabelling(tokens, labellings[i], probabilities[i]);
        }

        Append(json ? "]\n" : "\n");
        _output.Write(_buffer, 0, _length);
    }

    private void AppendLabelling(SentenceTokens tokens, ReadOnlySpan<int> labels, double probability)
    {
        bool json = _format == TagOutputFormat.Json;
        if (json) AppendJsonMembers(tokens, labels, default);
        else AppendSeparated(tokens, labels, default, intent: null);
        Append(json ? ",\"probability\":" : "\t");
        if (json) AppendExactNumber(probability);
        else AppendNumber((float)probability);
        if (json) Append('}');
    }

    private void AppendSentence(
        SentenceTokens tokens, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, IReadOnlyList<TaggedSpan>? spans, TaggedIntent? intent)
    {
        switch (_format)
        {
            case TagOutputFormat.Json:
                AppendJsonMembers(tokens, labels, probabilities);
                if (intent is { } inJson) AppendJsonIntent(inJson, withProbability: !probabilities.IsEmpty);
                if (spans is not null) AppendJsonSpans(tokens, spans);
                Append('}');
                break;
            case TagOutputFormat.Conll:
                if (intent is { Name: not null } inComment) AppendComments(inComment, withProbability: !probabilities.IsEmpty);
                AppendColumns(tokens, labels, probabilities);
                break;
            case TagOutputFormat.Slash:
                AppendSlashed(tokens, labels);
                break;
            case TagOutputFormat.Labels:
                AppendLabels(labels);
                break;
            default:
                AppendSeparated(tokens, labels, probabilities, intent);
                break;
        }
    }

    private void AppendSeparated(SentenceTokens tokens, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, TaggedIntent? intent)
    {
        if (tokens.Count == 0)
        {
            return;
        }

        for (int token = 0; token < tokens.Count; token++)
        {
            AppendBetween(token, ' ');
            Append(tokens[token]);
        }

        Append('\t');
        AppendLabels(labels);
        if (intent is { } told)
        {
            Append('\t');
            Append(told.Name);
        }

        for (int token = 0; token < probabilities.Length; token++)
        {
            Append(token == 0 ? '\t' : ' ');
            AppendNumber(probabilities[token]);
            WriteLongPart();
        }

        if (intent is not { } last || probabilities.IsEmpty) return;
        Append('\t');
        AppendNumber(last.Probability);
    }

    private void AppendComments(TaggedIntent intent, bool withProbability)
    {
        Append(SentenceIntent.Comment);
        Append(intent.Name);
        Append('\n');
        if (!withProbability) return;
        Append("# intent_probability = ");
        AppendNumber(intent.Probability);
        Append('\n');
    }

    private void AppendColumns(SentenceTokens tokens, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities)
    {
        for (int token = 0; token < tokens.Count; token++)
        {
            Append(tokens[token]);
            Append('\t');
            Append(_labels[labels[token]]);
            if (!probabilities.IsEmpty)
            {
                Append('\t');
                AppendNumber(probabilities[token]);
            }

            Append('\n');
            WriteLongPart();
        }
    }

    private void AppendSlashed(SentenceTokens tokens, ReadOnlySpan<int> labels)
    {
        for (int token = 0; token < tokens.Count; token++)
        {
            AppendBetween(token, ' ');
            Append(tokens[token]);
            Append('/');
            Append(_labels[labels[token]]);
        }
    }

    private void AppendLabels(ReadOnlySpan<int> labels)
    {
        for (int token = 0; token < labels.Length; token++)
        {
            AppendBetween(token, ' ');
            Append(_labels[labels[token]]);
        }
    }

    /// <summary>A JSON object without its closing brace.</summary>
    private void AppendJsonMembers(SentenceTokens tokens, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities)
    {
        Append("{\"tokens\":[");
        for (int token = 0; token < tokens.Count; token++)
        {
            AppendBetween(token, ',');
            AppendJsonText(tokens[token]);
        }

        Append("],\"labels\":[");
        for (int token = 0; token < labels.Length; token++)
        {
            AppendBetween(token, ',');
            Append(_labelsInJson[labels[token]]);
        }

        for (int token = 0; token < probabilities.Length; token++)
        {
            Append(token == 0 ? "],\"probabilities\":[" : ",");
            AppendExactNumber(probabilities[token]);
            WriteLongPart();
        }

        Append(']');
    }

    private void AppendJsonIntent(TaggedIntent intent, bool withProbability)
    {
        Append(",\"intent\":");
        if (intent.Name is { } name) AppendJsonText(name);
        else Append("null");
        if (!withProbability) return;
        Append(",\"intent_probability\":");
        AppendExactNumber(intent.Probability);
    }

    private void AppendJsonSpans(SentenceTokens tokens, IReadOnlyList<TaggedSpan> spans)
    {
        Append(",\"spans\":[");
        for (int span = 0; span < spans.Count; span++)
        {
            AppendBetween(span, ',');
            (string type, int first, int last, double probability) = spans[span];
            Append("{\"type\":");
            AppendJsonText(type);
            Append(string.Create(CultureInfo.InvariantCulture, $",\"first\":{first},\"last\":{last},\"text\":"));
            AppendJsonText(string.Join(' ', tokens.Slice(first, last - first + 1).ToStrings()));
            Append(",\"probability\":");
            AppendExactNumber(probability);
            Append('}');
        }

        Append(']');
    }

    private string JsonText(string text)
    {
        _length = 0;
        AppendJsonText(text);
        return new string(_buffer, 0, _length);
    }

    private void AppendJsonText(ReadOnlySpan<char> text)
    {
        Append('"');
        if (text.IndexOfAny(EscapedInJson) < 0)
        {
            Append(text);
        }
        else
        {
            AppendEscaped(text);
        }

        Append('"');
    }

    /// <summary>RFC 8259: quotation mark, backslash and control characters are escaped, everything else is written unchanged.</summary>
    private void AppendEscaped(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (character is '"' or '\\')
            {
                Append('\\');
                Append(character);
            }
            else if (character < ' ')
            {
                Append("\\u00");
                Append(character >= '\x10' ? '1' : '0');
                Append("0123456789abcdef"[character & 15]);
            }
            else
            {
                Append(character);
            }
        }
    }

    private void AppendBetween(int position, char separator)
    {
        if (position > 0)
        {
            Append(separator);
            WriteLongPart();
        }
    }

    private void WriteLongPart()
    {
        if (_length < LongestPart)
        {
            return;
        }

        _output.Write(_buffer, 0, _length);
        _length = 0;
    }

    /// <summary>Writes four decimals; for small numbers, such as a long sentence's probability, four digits and a power of ten.</summary>
    private void AppendNumber(float number)
    {
        MakeRoom(32);
        string format = number is > 0 and < SmallestWithDecimals ? "0.000e-00" : "F4";
        number.TryFormat(_buffer.AsSpan(_length), out int written, format, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Writes the fewest digits from which the same number is read; infinity and NaN, which JSON cannot express, as null.</summary>
    private void AppendExactNumber<T>(T number)
        where T : IFloatingPoint<T>
    {
        if (!T.IsFinite(number))
        {
            Append("null");
            return;
        }

        MakeRoom(32);
        number.TryFormat(_buffer.AsSpan(_length), out int written, "R", CultureInfo.InvariantCulture);
        _length += written;
    }

    private void Append(char character)
    {
        MakeRoom(1);
        _buffer[_length++] = character;
    }

    private void Append(ReadOnlySpan<char> text)
    {
        MakeRoom(text.Length);
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    private void MakeRoom(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + count));
        }
    }
}
