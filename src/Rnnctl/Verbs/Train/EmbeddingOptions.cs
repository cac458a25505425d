using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Train;

/// <summary>The options that say where tokens' embeddings start from.</summary>
internal sealed class EmbeddingOptions
{
    private readonly Option<string?> _pretrained = PathArgument.Option(
        "--pretrained",
        "FILE",
        "Vectors that known words start from, those of --valid among them: GloVe or word2vec text, or that gzipped; sets --embedding");

    private readonly Option<string?> _freeze = Flag.One("--freeze-embeddings", "Leave the tokens' vectors as --pretrained has them");

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Embeddings", _pretrained, _freeze);

    /// <summary>A configuration with what the user gave in place of what it held.</summary>
    public TrainingConfiguration Apply(ParseResult parsed, TrainingConfiguration current) => current with
    {
        Pretrained = parsed.GetValue(_pretrained) ?? current.Pretrained,
        FreezeEmbeddings = current.FreezeEmbeddings || parsed.IsGiven(_freeze),
    };
}
