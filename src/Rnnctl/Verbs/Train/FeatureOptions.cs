using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Train;

/// <summary>The options of reading further columns beside the token.</summary>
internal sealed class FeatureOptions
{
    private readonly Option<string[]> _features = new("--features")
    {
        Description = "Further columns to read beside the token: numbers from 1 of conll, or of conllu lemma, upos, xpos, feats, deprel",
        HelpName = "COLUMN",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<OptionValue<int>> _embedding =
        WholeNumber.One(
            "--feature-embedding",
            "Length of a feature's vector",
            1,
            new ArchitectureConfiguration().FeatureEmbedding,
            ArchitectureConfiguration.LargestWidth);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Features", _features, _embedding);

    /// <summary>A configuration with what the user gave in place of what it held. Throws <see cref="InputException"/> where a column is none, or a size is
    /// given and no column.</summary>
    public ModelConfiguration Apply(ParseResult parsed, ModelConfiguration current)
    {
        string features = parsed.GetValue(_features) is { Length: > 0 } given ? string.Join(' ', given) : current.Text.Features;
        new FeatureColumns(features).Check("--features");
        if (features.Length == 0 && parsed.IsGiven(_embedding)) throw new InputException("--feature-embedding is of no use without --features");
        return current with
        {
            Architecture = current.Architecture with { FeatureEmbedding = parsed.ReadOr(_embedding, current.Architecture.FeatureEmbedding) },
            Text = current.Text with { Features = features },
        };
    }
}
