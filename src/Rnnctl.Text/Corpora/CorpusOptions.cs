namespace Rnnctl.Text.Corpora;

/// <summary>How a corpus is to be read.</summary>
/// <param name="Format">How it is written.</param>
/// <param name="ConlluColumn">CoNLL-U only: the column that is the label.</param>
/// <param name="TokenColumn">CoNLL columns only: the token's, from 0.</param>
/// <param name="LabelColumn">CoNLL columns only: the label's, from 0; null for the last.</param>
public sealed record CorpusOptions(
    CorpusFormat Format = CorpusFormat.Auto,
    ConlluColumn ConlluColumn = ConlluColumn.Upos,
    int TokenColumn = 0,
    int? LabelColumn = null)
{
    /// <summary>Further columns that are read beside the token, as the user names them: numbers from 1 in CoNLL columns, names in CoNLL-U.</summary>
    public FeatureColumns Features { get; init; } = FeatureColumns.None;
}
