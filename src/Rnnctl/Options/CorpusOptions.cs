using System.CommandLine;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Options;

/// <summary>The options of every verb that reads labelled files.</summary>
internal sealed class CorpusOptions
{
    private readonly Option<string> _format =
        Choice.One("--format", "Format of the files; auto looks at name and first lines and says what it took", CorpusFormat.Auto);

    private readonly Option<string> _column = Choice.One("--column", "Column of CoNLL-U that holds the labels", ConlluColumn.Upos);

    private readonly Option<OptionValue<int>> _tokenColumn = WholeNumber.One("--token-column", "Column of conll that holds the tokens, from 1", 1, 1);

    private readonly Option<OptionValue<int?>> _labelColumn =
        WholeNumber.Optional("--label-column", "Column of conll that holds the labels, from 1 (default: the last)", 1);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Data", _format, _column, _tokenColumn, _labelColumn);

    /// <summary>The layout that the user chose, with columns counted from 0.</summary>
    public CorpusLayout Read(ParseResult parsed) => new(
        parsed.ReadChoice<CorpusFormat>(_format),
        parsed.ReadChoice<ConlluColumn>(_column),
        parsed.Read(_tokenColumn) - 1,
        parsed.Read(_labelColumn) - 1);
}
