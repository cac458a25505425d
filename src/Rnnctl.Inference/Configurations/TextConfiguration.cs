using System.Text.Json.Serialization;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Configurations;

/// <summary>How text becomes symbols: the part of <c>config.json</c> that every use of the model repeats.</summary>
public sealed record TextConfiguration
{
    /// <summary>The format of the corpus that the model was trained on, as <c>--format</c> names it.</summary>
    public CorpusFormat Format { get; init; }

    /// <summary>The column of CoNLL-U that holds the labels.</summary>
    public ConlluColumn Column { get; init; }

    /// <summary>The column of CoNLL columns that holds the tokens, from 1; null, for the first, in models that are no taggers or of rnnctl 0.1.0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TokenColumn { get; init; }

    /// <summary>The column of CoNLL columns that holds the labels, from 1; null for the last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LabelColumn { get; init; }

    /// <summary>How the labels that the model learns mark spans.</summary>
    public LabelScheme Scheme { get; init; }

    /// <summary>The scheme of the output labels, that of the training corpus; <see cref="LabelScheme.Keep"/> where the model learnt them unchanged.</summary>
    public LabelScheme OutputScheme { get; init; }

    /// <summary>
    /// What a tagger's labels are scored by; the labels of the training corpus decide, or the user. Null of other models, and of taggers of rnnctl 0.1.0, which
    /// are scored by what each gold file's labels look like.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScoreKind? Score { get; init; }

    /// <summary>The columns that are read beside the token, as <c>--features</c> names them, a space between two; empty for none.</summary>
    public string Features { get; init; } = "";

    /// <summary>Whether a tagger reads the shape of each token; the key is missing where it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WordShape { get; init; }

    /// <summary>The longest prefixes and suffixes of tokens that a tagger reads, in characters; the key is missing for 0, none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Affixes { get; init; }

    /// <summary>Whether sentences have an intent, which the model tells beside their tokens' labels; the key is missing of models that do not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Intent { get; init; }

    /// <summary>The most symbols that a side of a pair may have for a translator to learn from it; 0 for no limit.</summary>
    public int MaxLength { get; init; }

    /// <summary>Whether tokens are put into lower case; of a translator those of the source.</summary>
    public bool Lowercase { get; init; }

    /// <summary>Whether each digit is read as 0; of a translator those of the source.</summary>
    public bool DigitsToZero { get; init; }

    /// <summary>
    /// Whether a translator's target is put into lower case. The key is missing in files of other tasks, and in translators of rnnctl 0.1.0: they treat the
    /// target like the source.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? LowercaseTarget { get; init; }

    /// <summary>How often a token must occur in the training corpus to have an embedding of its own.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>The most tokens with an embedding of their own, the most frequent first; null for no limit.</summary>
    public int? MaxVocab { get; init; }

    /// <summary>How labelled files are read, with columns counted from 0.</summary>
    public CorpusLayout Layout() => new(Format, Column, (TokenColumn ?? 1) - 1, LabelColumn - 1)
    {
        Features = new FeatureColumns(Features),
        Intents = Intent,
    };

    /// <summary>Which features of tokens' spelling are read.</summary>
    public WordFeatureSelection WordFeatures() => new(WordShape, Affixes);

    /// <summary>The number of features that are read of each token, those of its spelling among them.</summary>
    public int FeatureCount() => new FeatureColumns(Features).Count + WordFeatures().Count;

    /// <summary>Which tokens of a training corpus get an embedding of their own.</summary>
    public VocabularySelection VocabularySelection() => new(MinCount, MaxVocab, Normalizer());

    /// <summary>The normaliser that is applied to a token before it is counted or looked up; of a translator's source.</summary>
    public TokenNormalizer Normalizer() => new(Lowercase, DigitsToZero);

    /// <summary>The normaliser of a translator's target.</summary>
    public TokenNormalizer TargetNormalizer() => LowercaseTarget is { } lowercase ? new(lowercase, DigitsToZero: false) : Normalizer();
}
