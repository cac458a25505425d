using System.Runtime.InteropServices;

namespace Rnnctl.Text.Corpora;

/// <summary>Predicted labels for the tokens of a gold corpus, sentence by sentence, as ids in the corpus's label table.</summary>
public sealed class PredictedLabels
{
    private readonly LabelledCorpus _gold;
    private readonly List<int> _labels = [];
    private readonly List<int> _starts = [0];

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

    /// <summary>Adds a label to the open sentence.</summary>
    public void Add(ReadOnlySpan<char> label) => _labels.Add(LabelSymbols.Add(label));

    /// <summary>Adds a label, an id in <see cref="LabelSymbols"/>, to the open sentence.</summary>
    public void Add(int label) => _labels.Add(label);

    /// <summary>Completes the open sentence.</summary>
    public void EndSentence() => _starts.Add(_labels.Count);
}
