using System.Text.Json.Serialization;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Layers;
using Rnnctl.Text;

namespace Rnnctl.Inference.Configurations;

/// <summary>What a model is made of: the part of <c>config.json</c> that decides the names and shapes of its weights.</summary>
public sealed record ArchitectureConfiguration
{
    /// <summary>The most units of a state and the longest vector of a symbol.</summary>
    public const int LargestWidth = 1 << 16;

    /// <summary>The most recurrent layers.</summary>
    public const int MostLayers = 256;

    /// <summary>The most earlier tokens that a time-delay network sees.</summary>
    public const int LargestWindow = 1 << 10;

    /// <summary>The most steps between two tokens that a time-delay network sees.</summary>
    public const int LargestDilation = 1 << 16;

    private static readonly Interval VocabularySize = Interval.Whole(1, 1 << 28);

    /// <summary>The recurrent cell, by its name in the registry of cells.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>The cell's options; where a value is null, the cell's usual one.</summary>
    public CellSettings CellOptions { get; init; } = CellSettings.None;

    /// <summary>The size of the hidden state, in each direction.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>The number of recurrent layers; with 0 each symbol is labelled by itself.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether each layer also reads the sequence backwards.</summary>
    public bool Bidirectional { get; init; } = true;

    /// <summary>The size of a symbol's embedding.</summary>
    public int Embedding { get; init; } = 100;

    /// <summary>The share of values that dropout sets to zero while training.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>Whether dropout has the same mask at all steps of a sequence; the key is missing where it has not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool VariationalDropout { get; init; }

    /// <summary>The share of the symbols whose whole embeddings training drops in a sequence; the key is missing where it is 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double EmbeddingDropout { get; init; }

    /// <summary>Whether a conditional random field scores a sentence's labels together.</summary>
    public bool Crf { get; init; }

    /// <summary>The weight of the language model of the labels in decoding; the key is missing where it is 0, for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LabelModel { get; init; }

    /// <summary>Whether a tagger that scores transitions chooses among sequences of well-formed spans only; the labels of the training corpus decide.</summary>
    public bool WellFormedSpans { get; init; }

    /// <summary>Whether the state that a sequence starts from is learnt, else it is zeros.</summary>
    public bool LearnInitialState { get; init; }

    /// <summary>Whether a layer's input is added to its output, from the second layer on.</summary>
    public bool Residual { get; init; }

    /// <summary>Whether the layers' sums are normalised.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>The share of the state's units that training keeps out of the recurrent product.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>The share of the state's units that keep their values at a step.</summary>
    public double Zoneout { get; init; }

    /// <summary>What makes a word's vector of its characters.</summary>
    public CharacterCell CharCell { get; init; }

    /// <summary>The size of the characters' hidden state in each direction, or the filters of a convolution.</summary>
    public int CharHidden { get; init; } = 25;

    /// <summary>The size of a character's embedding.</summary>
    public int CharEmbedding { get; init; } = 25;

    /// <summary>The filters of a convolution over characters; null for <see cref="CharHidden"/> of them over three characters, or for no convolution.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CharConvolutionConfiguration? CharConvolution { get; init; }

    /// <summary>The heads of the attention of each sequence to itself over the last layer's outputs; 0 for none.</summary>
    public int SelfAttention { get; init; }

    /// <summary>The size of the embedding of a token's feature.</summary>
    public int FeatureEmbedding { get; init; } = 15;

    /// <summary>The options that only a translator has; null for other models.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TranslatorConfiguration? Translator { get; init; }

    /// <summary>What only a language model has; null of other models.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LanguageModelConfiguration? LanguageModel { get; init; }

    /// <summary>The language models whose layers the model reads; null without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContextualConfiguration? Contextual { get; init; }

    /// <summary>The number of symbols in each vocabulary, by its name: <c>tokens</c> lies in <c>vocab/tokens.txt</c>.</summary>
    public IReadOnlyDictionary<string, int> Vocabularies { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether labels are scored by their transitions too: by a conditional random field or by a language model of labels.</summary>
    public bool HasChain() => Crf || LabelModel > 0;

    /// <summary>What the recurrent layers do beside the equations of their cell.</summary>
    public LayerVariant LayerVariant() => Compute.Cells.LayerVariant.Plain with
    {
        LearnInitialState = LearnInitialState,
        Residual = Residual,
        LayerNorm = LayerNorm,
        RecurrentDropout = RecurrentDropout,
        Zoneout = Zoneout,
    };

    /// <summary>The kinds of dropout beside that of single activations.</summary>
    public DropoutVariant DropoutVariant() => new(VariationalDropout, EmbeddingDropout);

    /// <summary>What makes a word's vector of its characters; null for nothing.</summary>
    /// <param name="characters">The size of the vocabulary of characters.</param>
    public CharacterArchitecture? Characters(int characters)
    {
        if (CharCell == CharacterCell.None) return null;
        var plain = new CharacterArchitecture(CharCell, characters, CharEmbedding, CharHidden);
        return CharConvolution is not { } convolution
            ? plain
            : plain with
            {
                Filters = FilterBank.TryParse(convolution.Filters) ?? [],
                Activation = convolution.Activation,
                Highway = convolution.Highway,
            };
    }

    /// <summary>Refuses options that have no effect with this cell or this number of layers.</summary>
    /// <param name="source">Where the options come from, the first words of a message: a file or <c>options</c>.</param>
    /// <param name="features">How many features each token has beside its word.</param>
    /// <exception cref="InputException">Two options do not go together; the message names them.</exception>
    public void RequireConsistency(string source, int features)
    {
        int deepest = Math.Max(Layers, Translator?.EncoderLayers ?? 0);
        if (Residual && deepest < 2) throw new InputException($"{source}: architecture.residual: there is no second layer");
        if (Layers == 0 && OptionOfLayers() is { } option) throw new InputException($"{source}: {option.Key}: there is no recurrent layer");
        if (VariationalDropout && Dropout == 0) throw ArchitectureMistake.Of(source, "variational_dropout: dropout is 0, so that there is nothing to drop");
        if (CharConvolution is not null && CharCell != CharacterCell.Cnn)
            throw new InputException($"{source}: architecture.char_convolution: architecture.char_cell is not cnn");
        int width = EncoderWidth(features);
        if (SelfAttention > 0 && width % SelfAttention != 0)
        {
            throw new InputException(
                $"{source}: architecture.self_attention: {SelfAttention} heads do not divide the {width} columns of the encoder's outputs");
        }

        if (CellCatalog.Find(Cell) is { } cell && LayerVariant().RefusalBy(cell) is { } refusal)
            throw new InputException($"{source}: architecture.{refusal}");
    }

    /// <summary>Checks the sizes of the vocabularies.</summary>
    /// <exception cref="InputException">One is out of range; the message names it.</exception>
    internal void RequireVocabularies(string source)
    {
        foreach ((string name, int size) in Vocabularies)
        {
            if (!VocabularySize.Contains(size))
                throw new InputException($"{source}: architecture.vocabularies.{name}: expected {VocabularySize.Expected(size)}, found {size}");
        }
    }

    /// <summary>The first option of layers that was given, or null.</summary>
    private ConfigurationOption? OptionOfLayers()
    {
        ModelConfiguration plain = new(), given = plain with { Architecture = this };
        return ConfigurationOptions.Layers.Options.FirstOrDefault(option => !Equals(option.Get(given), option.Get(plain)));
    }

    private int EncoderWidth(int features)
    {
        if (Layers > 0) return (Bidirectional ? 2 : 1) * (CellOptions.Projection is > 0 and { } projection ? projection : Hidden);
        return Embedding + (Characters(1)?.Width ?? 0) + (features * FeatureEmbedding) + (Contextual?.Mixes().InputWidth ?? 0);
    }
}
