using System.Globalization;
using System.Text.Json;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads predictions for a gold corpus in any format that <c>tag</c> writes. The format is the one that fits the gold sentences' lengths in
/// the first lines; or CoNLL-U. Blank lines end a sentence in columns and are ignored elsewhere. In columns, <see cref="PredictionColumn"/> finds the predicted
/// label. Of several labellings in JSON the first, the best, is taken; in <c>tsv</c> they are refused. Where the gold sentences have intents, predicted ones
/// are read where <c>tag</c> writes them.
/// </summary>
public sealed class PredictionReader
{
    /// <summary>The first line of a labelled file in TSV; of predictions it may be there.</summary>
    internal const string Header = "tokens\tlabels";

    private const int LabelsToShow = 3;

    private readonly LineReader _lines;
    private readonly LabelledCorpus _gold;
    private readonly PredictedLabels _predicted;
    private readonly ColumnSplitter _columns = new();
    private readonly string _asGold;
    private string _lastTokens = "";
    private int _openIntent = -1;

    private PredictionReader(LineReader lines, LabelledCorpus gold, string? goldName)
    {
        _lines = lines;
        _gold = gold;
        _asGold = goldName is null ? "," : $", as {goldName} has,";
        _predicted = new PredictedLabels(gold);
    }

    /// <summary>Reads a file of predictions.</summary>
    /// <param name="path">The file.</param>
    /// <param name="gold">The gold corpus; new labels are added to its label table.</param>
    /// <param name="notice">Receives a message that says what the file was taken for.</param>
    /// <param name="layout">How the gold corpus is read: CoNLL-U predictions have their labels in the same column.</param>
    /// <param name="known">Further labels that a prediction may have, those of a model; null for none.</param>
    /// <param name="goldName">The gold file, for the message of another number of sentences; null if there is none to name.</param>
    /// <exception cref="InputException">The file can't be read or is malformed, the number of sentences or of a sentence's labels
    /// differs, or none of the predicted labels is a gold label or a further one.</exception>
    public static PredictedLabels Read(
        string path, LabelledCorpus gold, Action<string> notice, CorpusLayout? layout = null, IEnumerable<string>? known = null, string? goldName = null)
    {
        layout ??= new CorpusLayout();
        HashSet<string> labels = [.. gold.DistinctLabels(), .. known ?? []];
        using LineReader lines = LineReader.Open(path);
        if (ConlluPredictions.Are(lines)) return ConlluPredictions.Read(lines, gold, layout, labels, notice, goldName);
        TagOutputFormat format = PredictionDetector.Detect(lines, gold);
        PredictionColumn column = PredictionColumn.Find(lines, labels);
        string place = format == TagOutputFormat.Conll && column.Count > 2 ? $", labels in column {column.Place + 1}" : "";
        notice($"reading {lines.Name} as predictions, {Describe(format)}{place}");
        PredictionReader reader = new(lines, gold, goldName);
        if (format == TagOutputFormat.Conll) reader.ReadColumns(column.Place);
        else reader.ReadLines(format);
        reader.RequireAllSentences();
        RequireKnown(reader._predicted, lines.Name, labels, format == TagOutputFormat.Conll ? column.Columns : null);
        return reader._predicted;
    }

    /// <summary>Refuses predictions none of whose labels is known: they are no labels, or those of another corpus.</summary>
    /// <exception cref="InputException">None is known.</exception>
    internal static void RequireKnown(PredictedLabels predicted, string path, HashSet<string> known, string? columns)
    {
        HashSet<int> seen = [];
        for (int sentence = 0; sentence < predicted.Sentences; sentence++)
        {
            foreach (int label in predicted.LabelsOf(sentence))
            {
                if (seen.Add(label) && known.Contains(predicted.LabelSymbols[label])) return;
            }
        }

        string found = string.Join(", ", seen.Take(LabelsToShow).Select(label => $"'{predicted.LabelSymbols[label]}'"));
        string expected = string.Join(", ", known.Take(LabelsToShow).Select(label => $"'{label}'"));
        throw new InputException(
            $"{path}: no predicted label is a label of the gold file: expected such as {expected}, found {found}",
            columns is null ? null : $"the label is taken from the last column that holds no numbers; the columns are {columns}");
    }

    private static string Describe(TagOutputFormat format) => format switch
    {
        TagOutputFormat.Tsv => "tokens and labels separated by a tab",
        TagOutputFormat.Conll => "a token a line in columns",
        TagOutputFormat.Slash => "slashed text",
        TagOutputFormat.Json => "a JSON object a line",
        _ => "the labels of a sentence a line",
    };

    private void ReadLines(TagOutputFormat format)
    {
        while (_lines.TryRead(out ReadOnlySpan<char> line))
        {
            if (Blanks.Trim(line).IsEmpty || (_lines.LineNumber == 1 && line.SequenceEqual(Header))) continue;
            AddLine(line, format);
            bool isEmptySentence = format == TagOutputFormat.Json && _predicted.OpenLabels == 0;
            if (!isEmptySentence) EndLine();
        }
    }

    private void AddLine(ReadOnlySpan<char> line, TagOutputFormat format)
    {
        switch (format)
        {
            case TagOutputFormat.Json:
                AddJson(line);
                break;
            case TagOutputFormat.Slash:
                AddSlashed(line);
                break;
            case TagOutputFormat.Tsv:
                RefuseSeveral(line);
                AddFields(line);
                break;
            default:
                AddLabels(line);
                break;
        }
    }

    private void AddLabels(ReadOnlySpan<char> labels)
    {
        foreach (ReadOnlySpan<char> label in Blanks.WordsOf(labels))
        {
            _predicted.Add(label);
        }
    }

    /// <summary>Tokens, labels, and perhaps an intent, the labels' probabilities and the intent's. As many numbers as labels are no intent.</summary>
    private void AddFields(ReadOnlySpan<char> line)
    {
        _columns.SplitAtTabs(line);
        if (_columns.Count is < 2 or > 5)
        {
            throw _lines.Error($"expected tokens, a tab and labels, found {_columns.Count} columns");
        }

        AddLabels(_columns.Column(line, 1));
        if (_columns.Count < 3) return;
        ReadOnlySpan<char> third = _columns.Column(line, 2);
        if (_columns.Count > 3 || !AreProbabilities(third, _predicted.OpenLabels)) SetIntent(third);
    }

    private static bool AreProbabilities(ReadOnlySpan<char> field, int labels)
    {
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(field))
        {
            if (!float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return false;
        }

        return Blanks.CountWords(field) == labels;
    }

    /// <summary>Gives the open sentence an intent, where the gold sentences have intents.</summary>
    private void SetIntent(ReadOnlySpan<char> intent)
    {
        if (_gold.HasIntents && !intent.IsEmpty) _openIntent = _gold.IntentSymbols.Add(intent);
    }

    private void AddSlashed(ReadOnlySpan<char> line)
    {
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            SlashReader.Split(_lines, word, out _, out ReadOnlySpan<char> label);
            _predicted.Add(label);
        }
    }

    private void AddJson(ReadOnlySpan<char> line)
    {
        try
        {
            using JsonDocument sentence = JsonDocument.Parse(line.ToString());
            if (sentence.RootElement is { ValueKind: JsonValueKind.Object } one && one.TryGetProperty("intent", out JsonElement intent))
                SetIntent(intent.GetString());
            foreach (JsonElement label in LabelsIn(sentence.RootElement))
            {
                _predicted.Add(label.GetString() is { Length: > 0 } text ? text : throw new FormatException("an empty label"));
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw _lines.Error("expected a JSON object with an array \"labels\" of strings, found something else: " + error.Message);
        }
    }

    /// <summary>The labels of an object, or of the first in an array.</summary>
    private static IEnumerable<JsonElement> LabelsIn(JsonElement sentence) =>
        sentence.ValueKind != JsonValueKind.Array ? sentence.GetProperty("labels").EnumerateArray()
        : sentence.GetArrayLength() > 0 ? LabelsIn(sentence[0])
        : [];

    /// <param name="place">The labels' column, from 0.</param>
    private void ReadColumns(int place)
    {
        var layout = new CorpusLayout(CorpusFormat.Conll) { Intents = _gold.HasIntents };
        ConllReader columns = new(_lines, layout, withLabels: false) { AllowsNumbers = true };
        for (ColumnLine kind = columns.Read(out ReadOnlySpan<char> line); kind != ColumnLine.End; kind = columns.Read(out line))
        {
            if (kind == ColumnLine.SentenceEnd) EndColumns();
            if (kind == ColumnLine.Other && SentenceIntent.TryRead(line, out ReadOnlySpan<char> intent)) SetIntent(intent);
            if (kind != ColumnLine.Token) continue;
            RequireOpenSentence(columns.LineNumber);
            _predicted.Add(columns.Column(line, Math.Min(place, columns.Columns - 1)));
        }

        EndColumns();
    }

    private void RequireOpenSentence(long line)
    {
        RequireExpectedSentence();
        int expected = _gold.LengthOf(_predicted.Sentences);
        if (_predicted.OpenLabels < expected) return;
        string place = $"the {expected} token{(expected == 1 ? "" : "s")} of sentence {_predicted.Sentences + 1}";
        throw InputException.At(_lines.Name, line, $"expected a blank line after {place}, found another token");
    }

    /// <summary>Refuses a second labelling of the sentence before.</summary>
    private void RefuseSeveral(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> tokens = line[..Math.Max(0, line.IndexOf('\t'))];
        int next = _predicted.Sentences;
        bool isNext = next == 0 || (next < _gold.Sentences && _gold.TokensOf(next).SequenceEqual(_gold.TokensOf(next - 1)));
        if (line.Count('\t') == 2 && !isNext && tokens.SequenceEqual(_lastTokens))
        {
            throw _lines.Error(
                $"expected one labelling of each sentence, found another of sentence {next}, as --nbest writes them",
                "leave --nbest out, or write --output-format json, of which the best labelling is taken");
        }

        _lastTokens = tokens.SequenceEqual(_lastTokens) ? _lastTokens : tokens.ToString();
    }

    private void EndColumns()
    {
        if (_predicted.OpenLabels > 0)
        {
            EndLine();
        }
    }

    private void EndLine()
    {
        RequireExpectedSentence();
        int expected = _gold.LengthOf(_predicted.Sentences);
        if (_predicted.OpenLabels != expected)
        {
            string place = $"sentence {_predicted.Sentences + 1} has {expected} token{(expected == 1 ? "" : "s")}";
            throw _lines.Error($"expected {expected} label{(expected == 1 ? "" : "s")} ({place}), found {_predicted.OpenLabels}");
        }

        _predicted.EndSentence();
        if (_openIntent >= 0) _predicted.AddIntent(_openIntent);
        _openIntent = -1;
    }

    private void RequireExpectedSentence()
    {
        if (_predicted.Sentences == _gold.Sentences)
        {
            throw _lines.Error($"expected the end of the file after {_gold.Sentences} sentences{_asGold} found another");
        }
    }

    private void RequireAllSentences()
    {
        if (_predicted.Sentences != _gold.Sentences)
        {
            throw _lines.Error($"expected {_gold.Sentences} sentences{_asGold} found the end of the file after {_predicted.Sentences}");
        }

        if (_predicted.HasIntents && _predicted.Intents != _predicted.Sentences)
            throw new InputException($"{_lines.Name}: expected an intent of each sentence or of none, found {_predicted.Intents} of {_predicted.Sentences}");
    }
}
