using System.Text;
using System.Text.Json;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Detects the format of a file of predictions, one that <c>tag</c> writes: the format in which most of the first sentences have the
/// gold sentences' lengths. If no format fits, tabs and slashes decide, so that the reader can report the first wrong line.
/// </summary>
internal sealed class PredictionDetector
{
    private const int LinesToSee = 500;
    private readonly LabelledCorpus _gold;
    private readonly List<string> _lines;

    private PredictionDetector(LabelledCorpus gold, List<string> lines) => (_gold, _lines) = (gold, lines);

    /// <summary>The format of a file of predictions.</summary>
    /// <exception cref="InputException">The file is empty.</exception>
    public static TagOutputFormat Detect(LineReader file, LabelledCorpus gold)
    {
        PredictionDetector detector = new(gold, [.. file.Peek(LinesToSee)]);
        return detector.Detect() ?? throw new InputException($"{file.Name}: expected predictions, found an empty file");
    }

    private TagOutputFormat? Detect()
    {
        List<string> sentences = _lines.FindAll(line => !Blanks.Trim(line).IsEmpty);
        if (sentences is [PredictionReader.Header, ..]) sentences.RemoveAt(0);
        if (sentences.Count == 0)
        {
            return null;
        }

        if (IsJson(sentences))
        {
            return TagOutputFormat.Json;
        }

        if (ShareOf(sentences, IsSlashed) > 0)
        {
            return TagOutputFormat.Slash; // Gold tokens followed by slashes are no accident.
        }

        double separated = ShareOf(sentences, IsSeparated);
        if (separated == 1 && (sentences.Count == _gold.Sentences || _lines.Count == LinesToSee))
        {
            return TagOutputFormat.Tsv; // The number of such lines may equal the first gold sentence's length by chance; they are still not columns.
        }

        (TagOutputFormat Format, double Share)[] shares =
        [
            (TagOutputFormat.Conll, ShareOfColumns()),
            (TagOutputFormat.Tsv, separated),
            (TagOutputFormat.Labels, ShareOf(sentences, IsLabels)),
        ];
        (TagOutputFormat format, double share) = shares.MaxBy(candidate => candidate.Share);
        return share > 0 ? format : FromCharacters(sentences[0]);
    }

    /// <summary>Whether the first line that is not an empty array is an object, or an array of the objects of one sentence.</summary>
    private static bool IsJson(List<string> sentences)
    {
        if (sentences.Find(line => line != "[]") is not { } first || first is not (['{', ..] or ['[', '{', ..])) return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(first);
            JsonElement sentence = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement;
            return sentence.TryGetProperty("labels", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static TagOutputFormat FromCharacters(string line)
    {
        if (line.Contains('\t'))
        {
            return TagOutputFormat.Tsv;
        }

        return line.Contains('/') ? TagOutputFormat.Slash : TagOutputFormat.Labels;
    }

    private double ShareOf(List<string> sentences, Func<string, int, bool> fits)
    {
        int tried = Math.Min(sentences.Count, _gold.Sentences);
        return Enumerable.Range(0, tried).Count(sentence => fits(sentences[sentence], sentence)) / Expected(tried);
    }

    private bool IsLabels(string line, int sentence) => !line.Contains('\t') && Blanks.CountWords(line) == _gold.LengthOf(sentence);

    private bool IsSeparated(string line, int sentence) =>
        line.Split('\t') is { Length: >= 2 and <= 5 } columns && Blanks.CountWords(columns[1]) == _gold.LengthOf(sentence);

    /// <summary>Whether every word is the gold token, a slash and something more. So a label that contains a slash is not taken for
    /// slashed text.</summary>
    private bool IsSlashed(string line, int sentence)
    {
        ReadOnlySpan<int> tokens = _gold.TokensOf(sentence);
        int place = 0;
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            bool fits = place < tokens.Length
                && SlashReader.TrySplit(word, out ReadOnlySpan<char> token, out _)
                && token.Equals(_gold.TokenSymbols[tokens[place]], StringComparison.OrdinalIgnoreCase);
            if (!fits)
            {
                return false;
            }

            place++;
        }

        return place == tokens.Length;
    }

    private double ShareOfColumns()
    {
        List<int> lengths = LengthsInColumns();
        int tried = Math.Min(lengths.Count, _gold.Sentences);
        return tried == 0 ? 0 : Enumerable.Range(0, tried).Count(sentence => lengths[sentence] == _gold.LengthOf(sentence)) / Expected(tried);
    }

    /// <summary>
    /// How many sentences the lines should have: all, if the lines are the whole file. So two lines of two labels are not one sentence in columns.
    /// </summary>
    private double Expected(int tried) => _lines.Count < LinesToSee ? _gold.Sentences : tried;

    /// <summary>The lengths of the sentences, read as columns of a token a line; the last is -1 if a line is malformed.</summary>
    private List<int> LengthsInColumns()
    {
        using LineReader lines = new(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', _lines))), "");
        ConllReader columns = new(lines, new CorpusLayout(CorpusFormat.Conll), withLabels: true) { AllowsNumbers = true };
        List<int> lengths = [];
        int length = 0;
        try
        {
            for (ColumnLine kind = columns.Read(out _); kind != ColumnLine.End; kind = columns.Read(out _))
            {
                if (kind == ColumnLine.Token) length++;
                if (kind == ColumnLine.SentenceEnd) AddLength(lengths, ref length);
            }
        }
        catch (InputException)
        {
            length = -1;
        }

        // In a longer file, this sentence may continue.
        if (_lines.Count < LinesToSee || length < 0) AddLength(lengths, ref length);
        return lengths;
    }

    private static void AddLength(List<int> lengths, ref int length)
    {
        if (length != 0)
        {
            lengths.Add(length);
        }

        length = 0;
    }
}
