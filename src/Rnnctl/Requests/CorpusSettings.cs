namespace Rnnctl.Requests;

/// <summary>How labelled files are read.</summary>
/// <param name="Format">The format, the same for all files.</param>
/// <param name="Column">The labels' column in CoNLL-U.</param>
/// <param name="TokenColumn">The tokens' column: a number from 1 in <c>conll</c>, a name in <c>csv</c> and <c>tsv</c>; null for the
/// format's own.</param>
/// <param name="LabelColumn">The labels' column, given likewise.</param>
internal sealed record CorpusSettings(CorpusFormat Format, ConlluColumn Column, string? TokenColumn, string? LabelColumn);
