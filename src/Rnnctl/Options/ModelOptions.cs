using System.CommandLine;
using Rnnctl.Requests;
using Rnnctl.Text;

namespace Rnnctl.Options;

/// <summary>The options that describe an architecture, but for the cell: a verb takes one or several.</summary>
internal sealed class ModelOptions
{
    private readonly Option<OptionValue<int>> _hidden = WholeNumber.One("--hidden", "Units of the hidden state, in each direction", 1, 128);
    private readonly Option<OptionValue<int>> _layers = WholeNumber.One("--layers", "Recurrent layers", 1, 1);
    private readonly Option<string?> _bidirectional =
        Flag.One("--bidirectional", "Read the sentence from both ends (the default when tagging)");

    private readonly Option<string?> _forwardOnly = Flag.One("--no-bidirectional", "Read the sentence from its start only");
    private readonly Option<OptionValue<int>> _embedding = WholeNumber.One("--embedding", "Length of a token's vector", 1, 100);
    private readonly Option<OptionValue<double>> _dropout =
        RealNumber.One("--dropout", "Share of activations dropped in training", Interval.Fraction, 0.3);

    /// <summary>The options under their heading, after those that the verb adds.</summary>
    public OptionGroup Group(params Option[] first) =>
        new("Model", [.. first, _hidden, _layers, _bidirectional, _forwardOnly, _embedding, _dropout]);

    /// <summary>Whether the user gave any of them.</summary>
    public bool AnyGiven(ParseResult parsed) => Group().Options.Any(parsed.IsGiven);

    /// <summary>
    /// What the user chose, with a cell. Throws <see cref="InputException"/> where <c>--bidirectional</c> is asked for and refused at
    /// once.
    /// </summary>
    public ModelSettings Read(ParseResult parsed, CellKind cell) => new(
        cell,
        parsed.Read(_hidden),
        parsed.Read(_layers),
        ReadBidirectional(parsed),
        parsed.Read(_embedding),
        parsed.Read(_dropout));

    private bool ReadBidirectional(ParseResult parsed)
    {
        bool both = parsed.IsGiven(_bidirectional);
        bool forwardOnly = parsed.IsGiven(_forwardOnly);
        return both && forwardOnly ? throw new InputException("--bidirectional and --no-bidirectional exclude each other") : !forwardOnly;
    }
}
