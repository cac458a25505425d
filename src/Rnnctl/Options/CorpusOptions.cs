using System.CommandLine;
using Rnnctl.Requests;

namespace Rnnctl.Options;

/// <summary>The options of every verb that reads labelled files.</summary>
internal sealed class CorpusOptions
{
    private readonly Option<OptionValue<CorpusFormat>> _format =
        Choice.One("--format", "Format of the files; auto looks at name and first lines and says what it took", CorpusFormat.Auto);

    private readonly Option<OptionValue<ConlluColumn>> _column =
        Choice.One("--column", "Column of CoNLL-U that holds the labels", ConlluColumn.Upos);

    private readonly Option<string?> _tokenColumn = new("--token-column")
    {
        Description = "Column of the tokens: a number from 1 in conll (default: the first), a name in csv and tsv (default: tokens)",
        HelpName = "COLUMN",
    };

    private readonly Option<string?> _labelColumn = new("--label-column")
    {
        Description = "Column of the labels: a number from 1 in conll (default: the last), a name in csv and tsv (default: labels)",
        HelpName = "COLUMN",
    };

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Data", _format, _column, _tokenColumn, _labelColumn);

    /// <summary>What the user chose.</summary>
    public CorpusSettings Read(ParseResult parsed) =>
        new(parsed.Read(_format), parsed.Read(_column), parsed.GetValue(_tokenColumn), parsed.GetValue(_labelColumn));
}
