namespace Rnnctl.Text.Corpora;

/// <summary>How to read a corpus.</summary>
/// <param name="Format">The file format.</param>
/// <param name="ConlluColumn">CoNLL-U only: the column that holds the label.</param>
/// <param name="TokenColumn">CoNLL columns only: the token's column, from 0.</param>
/// <param name="LabelColumn">CoNLL columns only: the label's column, from 0; null for the last.</param>
public sealed record CorpusLayout(
    CorpusFormat Format = CorpusFormat.Auto,
    ConlluColumn ConlluColumn = ConlluColumn.Upos,
    int TokenColumn = 0,
    int? LabelColumn = null)
{
    /// <summary>Feature columns that the model reads beside the token.</summary>
    public FeatureColumns Features { get; init; } = FeatureColumns.None;

    /// <summary>
    /// Whether each sentence has an intent: a line of a third parallel file, a column <c>intent</c> beside tokens and labels, or a comment
    /// <c># intent = atis_flight</c> before the sentence's columns.
    /// </summary>
    public bool Intents { get; init; }
}
