using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Text;

namespace Rnnctl.Options;

/// <summary>The options that describe an architecture, but for the cell: a verb takes one or several.</summary>
internal sealed class ModelOptions
{
    private const int Widest = ArchitectureConfiguration.LargestWidth;

    private readonly Option<OptionValue<int>> _hidden, _layers, _embedding, _selfAttention;
    private readonly Option<OptionValue<double>> _dropout;
    private readonly CharacterOptions _characters;
    private readonly Option<string?> _bidirectional = Flag.One("--bidirectional", "Read the sentence from both ends (the default)");
    private readonly Option<string?> _forwardOnly = Flag.One("--no-bidirectional", "Read the sentence from its start only");
    private readonly Option<string?> _crf = Flag.One("--crf", "Score a sentence's labels together, by a conditional random field");

    /// <summary>The options of a verb.</summary>
    /// <param name="defaults">What the help texts say of options that are not given.</param>
    public ModelOptions(ArchitectureConfiguration defaults)
    {
        _hidden = WholeNumber.One(
            "--hidden", "Units of the hidden state, in each direction; of a translator's encoder half as many", 1, defaults.Hidden, Widest);
        _layers = WholeNumber.One("--layers", "Recurrent layers; 0 labels each token by itself", 0, defaults.Layers, ArchitectureConfiguration.MostLayers);
        _embedding = WholeNumber.One("--embedding", "Length of a token's vector", 1, defaults.Embedding, Widest);
        _dropout = RealNumber.One("--dropout", "Share of activations dropped in training", Interval.Fraction, defaults.Dropout);
        _selfAttention = WholeNumber.One(
            "--self-attention",
            "Heads with which each sentence attends to itself, over the last layer's outputs; 0 for none",
            0,
            defaults.SelfAttention,
            Widest);
        _characters = new CharacterOptions(defaults);
    }

    /// <summary>The options under a heading, after those that the verb adds.</summary>
    public OptionGroup Group(string title, params Option[] first) =>
        new(title, [.. first, _hidden, _layers, _bidirectional, _forwardOnly, _embedding, _dropout, _crf, _selfAttention, .. _characters.Options]);

    /// <summary>Those that only a tagger has.</summary>
    public IReadOnlyList<Option> OfTaggers => [_crf, _selfAttention, .. _characters.Options];

    /// <summary>Whether the user gave any of them.</summary>
    public bool AnyGiven(ParseResult parsed) => Group("").Options.Any(parsed.IsGiven);

    /// <summary>The length of a token's vector where the user gave it, else null.</summary>
    public int? GivenEmbedding(ParseResult parsed) => parsed.IsGiven(_embedding) ? parsed.Read(_embedding) : null;

    /// <summary>
    /// A configuration with what the user gave in place of what it held. Throws <see cref="InputException"/> where <c>--bidirectional</c> is
    /// asked for and refused at once, or a size is given of characters that are not read.
    /// </summary>
    public ArchitectureConfiguration Apply(ParseResult parsed, ArchitectureConfiguration current) => _characters.Apply(parsed, current with
    {
        Hidden = parsed.ReadOr(_hidden, current.Hidden),
        Layers = parsed.ReadOr(_layers, current.Layers),
        Bidirectional = ReadBidirectional(parsed) ?? current.Bidirectional,
        Embedding = parsed.ReadOr(_embedding, current.Embedding),
        Dropout = parsed.ReadOr(_dropout, current.Dropout),
        Crf = current.Crf || parsed.IsGiven(_crf),
        SelfAttention = parsed.ReadOr(_selfAttention, current.SelfAttention),
    });

    private bool? ReadBidirectional(ParseResult parsed)
    {
        bool both = parsed.IsGiven(_bidirectional);
        bool forwardOnly = parsed.IsGiven(_forwardOnly);
        if (both && forwardOnly)
            throw new InputException("--bidirectional and --no-bidirectional exclude each other");
        return both || forwardOnly ? both : null;
    }
}
