using System.Runtime.InteropServices;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Predicted labels for the tokens of a gold corpus, sentence by sentence, as ids in the corpus's label table; and predicted intents, if there are any.
/// </summary>
public sealed class PredictedLabels
{
    private readonly LabelledCorpus _gold;
    private readonly List<int> _labels = [];
    private readonly List<int> _starts = [0];
    private readonly List<int> _intents = [];

    /// <summary>An empty set of predictions. New labels are added to the table of <paramref name="gold"/>.</summary>
    public PredictedLabels(LabelledCorpus gold) => _gold = gold;

    /// <summary>All labels, gold and predicted.</summary>
    public SymbolTable LabelSymbols => _gold.LabelSymbols;

    /// <summary>The number of complete sentences.</summary>
    public int Sentences => _starts.Count - 1;

    /// <summary>The number of labels of the open sentence so far.</summary>
    internal int OpenLabels => _labels.Count - _starts[^1];

    /// <summary>The labels of a sentence: <c>[tokens]</c>, ids in <see cref="LabelSymbols"/>. Valid until something is added.</summary>
    public ReadOnlySpan<int> LabelsOf(int sentence) => CollectionsMarshal.AsSpan(_labels)[_starts[sentence].._starts[sentence + 1]];

    /// <summary>Whether the sentences have intents too.</summary>
    public bool HasIntents => Intents > 0;

    /// <summary>The number of sentences that have an intent.</summary>
    internal int Intents => _intents.Count;

    /// <summary>The intent of a sentence, an id in the gold corpus's table of intents.</summary>
    public int IntentOf(int sentence) => _intents[sentence];

    /// <summary>Adds a label to the open sentence.</summary>
    public void Add(ReadOnlySpan<char> label) => _labels.Add(LabelSymbols.Add(label));

    /// <summary>Adds a label, an id in <see cref="LabelSymbols"/>, to the open sentence.</summary>
    public void Add(int label) => _labels.Add(label);

    /// <summary>Adds the intent of the next sentence that has none, an id in the gold corpus's table of intents.</summary>
    public void AddIntent(int intent) => _intents.Add(intent);

    /// <summary>Completes the open sentence.</summary>
    public void EndSentence() => _starts.Add(_labels.Count);
}
