using Rnnctl.Inference.Configurations;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Train;

/// <summary>What <c>rnnctl train</c> was asked to do.</summary>
internal sealed record TrainRequest
{
    /// <summary>What the model learns to do; null where a resumed run's model decides.</summary>
    public required ModelTask? Task { get; init; }

    /// <summary>The files to learn from; at least one.</summary>
    public required IReadOnlyList<string> Train { get; init; }

    /// <summary>The files to score on; may be empty.</summary>
    public required IReadOnlyList<string> Valid { get; init; }

    /// <summary>The model directory to write.</summary>
    public required string Output { get; init; }

    /// <summary>The directory of the trained model whose weights the new one begins with, as typed; null for random ones.</summary>
    public required string? From { get; init; }

    /// <summary>Whether the vocabularies of that model stay as they are.</summary>
    public required bool FixedVocabulary { get; init; }

    /// <summary>Whether to go on from the last checkpoint in <see cref="Output"/>.</summary>
    public required bool Resume { get; init; }

    /// <summary>Whether a model that is in <see cref="Output"/> may be replaced.</summary>
    public required bool Overwrite { get; init; }

    /// <summary>Whether a bad line of pretrained vectors is refused.</summary>
    public required bool IsStrict { get; init; }

    /// <summary>The length of a token's vector where the user gave it; otherwise pretrained vectors decide.</summary>
    public required int? Embedding { get; init; }

    /// <summary>The vocabulary of a translator's source or of a language model, a file or a directory; null for that of the training files.</summary>
    public required string? SourceVocabulary { get; init; }

    /// <summary>The vocabulary of its target, likewise.</summary>
    public required string? TargetVocabulary { get; init; }

    /// <summary>The directories of the language models whose layers a tagger or a translator reads; empty for none.</summary>
    public required IReadOnlyList<string> Contextual { get; init; }

    /// <summary>Whether the model's directory names the language models instead of holding copies.</summary>
    public required bool LinksContextual { get; init; }

    /// <summary>The most bytes of the language models' vectors in memory.</summary>
    public required long ContextualCache { get; init; }

    /// <summary>The directories of the taggers from which a tagger learns beside the gold labels; empty for none.</summary>
    public required IReadOnlyList<string> Teachers { get; init; }

    /// <summary>Applies the options that the user gave to a configuration: the defaults, or that of a resumed run.</summary>
    public required Func<ModelConfiguration, ModelConfiguration> Configure { get; init; }

    /// <summary>Whether a conditional random field is a recipe's wish, not the user's: then it is left out where labels are too many.</summary>
    public required bool IsCrfOfRecipe { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }

    /// <summary>Whether every evaluation is also a JSON object on standard output.</summary>
    public required bool Json { get; init; }
}
