namespace Rnnctl.Text.Corpora;

/// <summary>Reads predictions in CoNLL-U, in the column that holds the gold labels of such files.</summary>
internal static class ConlluPredictions
{
    private const int LinesToSee = 500;

    /// <summary>Whether the first word of a file is one of CoNLL-U: ten columns, the first of which numbers it.</summary>
    public static bool Are(LineReader lines)
    {
        string? first = lines.Peek(LinesToSee).FirstOrDefault(line => !Blanks.Trim(line).IsEmpty && line[0] != '#');
        return first?.Split('\t') is { Length: 10 } columns && columns[0] is "1" or ['1', '-' or '.', ..] or "0.1";
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is malformed, the number of sentences or of a sentence's words differs, or no label is known.</exception>
    public static PredictedLabels Read(
        LineReader lines, LabelledCorpus gold, CorpusLayout layout, HashSet<string> known, Action<string> notice, string? goldName)
    {
        notice($"reading {lines.Name} as predictions, CoNLL-U, column {layout.ConlluColumn.ToString().ToLowerInvariant()}");
        bool intents = gold.HasIntents && lines.Peek(LinesToSee).Any(line => SentenceIntent.TryRead(line, out _));
        LabelledCorpus words = CorpusReader.Read(
            lines, layout with { Format = CorpusFormat.Conllu, Features = FeatureColumns.None, Intents = intents }, notice);
        if (words.Sentences != gold.Sentences)
            throw new InputException(
                $"{lines.Name}: expected {gold.Sentences} sentences{(goldName is null ? "" : $", as {goldName} has")}, found {words.Sentences}");
        PredictedLabels predicted = new(gold);
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            if (words.LengthOf(sentence) != gold.LengthOf(sentence))
            {
                throw new InputException(
                    $"{lines.Name}: expected {gold.LengthOf(sentence)} words in sentence {sentence + 1}, found {words.LengthOf(sentence)}");
            }

            foreach (int label in words.LabelsOf(sentence)) predicted.Add(words.LabelSymbols[label]);
            if (intents) predicted.AddIntent(gold.IntentSymbols.Add(words.IntentSymbols[words.IntentOf(sentence)]));
            predicted.EndSentence();
        }

        PredictionReader.RequireKnown(predicted, lines.Name, known, columns: null);
        return predicted;
    }
}
