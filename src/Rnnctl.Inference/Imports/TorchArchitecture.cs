using System.Globalization;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Translators;
using Rnnctl.Text;

namespace Rnnctl.Inference.Imports;

/// <summary>
/// What the names and shapes of a state dict say about a model: widths, layers, directions, the cell by the number of its gates, and which parts there are.
/// Options without weights of their own keep their defaults, but for dropout, which is 0.
/// </summary>
/// <param name="weights">The state dict.</param>
/// <param name="cell">The cell that the user named, or null.</param>
/// <param name="decoderCell">The decoder's, or null.</param>
internal sealed class TorchArchitecture(TorchWeights weights, string? cell, string? decoderCell)
{
    private const string EmbeddingWeight = "embedding.weight";
    private const string OutputWeight = "output.weight";
    private const string OutputBias = "output.bias";
    private const string CharacterEmbedding = "characters.embedding.weight";

    /// <summary>The configuration of the model, without vocabularies.</summary>
    /// <param name="task">What it does.</param>
    /// <exception cref="InputException">A tensor is missing without which nothing can be told, or two tensors contradict each other.</exception>
    public ModelConfiguration Infer(ModelTask task) => ModelConfiguration.DefaultsOf(task) with
    {
        Architecture = task switch
        {
            ModelTask.Translate => Translator(),
            ModelTask.Lm => LanguageModel(),
            _ => Tagger(),
        },
    };

    private ArchitectureConfiguration Tagger()
    {
        weights.RequireNames(EmbeddingWeight, "encoder.weight_ih_l0", OutputWeight, OutputBias);
        return WithCharacters(StackOf("encoder.", cell) with
        {
            Embedding = weights.Columns(EmbeddingWeight),
            Crf = weights.Has("crf.transitions"),
            SelfAttention = weights.Has("attention.query.weight") ? 1 : 0,
        });
    }

    private ArchitectureConfiguration LanguageModel()
    {
        bool forward = weights.Has("forward.weight_ih_l0"), backward = weights.Has("backward.weight_ih_l0");
        string prefix = backward && !forward ? "backward." : "forward.";
        bool readsCharacters = weights.Has(CharacterEmbedding);
        string vectors = readsCharacters ? "characters.projection.weight" : EmbeddingWeight;
        weights.RequireNames(vectors, $"{prefix}weight_ih_l0", OutputBias);
        return WithCharacters(StackOf(prefix, cell) with
        {
            Bidirectional = false,
            Embedding = readsCharacters ? weights.Rows(vectors) : weights.Columns(vectors),
            LanguageModel = new LanguageModelConfiguration
            {
                Direction = forward && backward ? LanguageModelDirection.Both : forward ? LanguageModelDirection.Forward : LanguageModelDirection.Backward,
                TieEmbeddings = !weights.Has(OutputWeight),
            },
        });
    }

    private ArchitectureConfiguration Translator()
    {
        bool isJoint = weights.Has(EmbeddingWeight);
        string[] tables = isJoint ? [EmbeddingWeight] : ["source_embedding.weight", "target_embedding.weight"];
        weights.RequireNames([.. tables, "encoder.weight_ih_l0", "decoder.weight_ih_l0", OutputBias]);
        ArchitectureConfiguration decoder = StackOf("decoder.", decoderCell ?? cell);
        int embedding = weights.Columns(tables[0]);
        AttentionKind attention = Attention();
        bool startsBackward = weights.Has("initial.weight_l0");
        bool readsContext = attention == AttentionKind.None && weights.Columns("decoder.weight_ih_l0") > embedding;
        ContextUse use = readsContext ? ContextUse.EveryStep
            : attention == AttentionKind.None && !startsBackward ? ContextUse.Initial
            : ContextUse.None;
        ArchitectureConfiguration encoder = StackOf("encoder.", cell);
        return encoder with
        {
            Embedding = embedding,
            Hidden = decoder.Hidden,
            Layers = decoder.Layers,
            Translator = new TranslatorConfiguration
            {
                EncoderLayers = encoder.Layers == decoder.Layers ? null : encoder.Layers,
                DecoderCell = decoder.Cell,
                Attention = attention,
                Context = weights.Has("context.weight") ? ContextKind.Transform : ContextKind.Last,
                ContextUse = use,
                InitialState = startsBackward ? InitialStateKind.Backward : readsContext ? InitialStateKind.Zero : InitialStateKind.Copy,
                TieEmbeddings = !weights.Has(OutputWeight),
                JointVocabulary = isJoint,
            },
        };
    }

    private AttentionKind Attention() =>
        !weights.Has("readout.weight") ? AttentionKind.None
        : weights.Has("attention.scorer") ? AttentionKind.Additive
        : weights.Has("attention.value.weight") ? AttentionKind.ScaledDot
        : weights.Has("attention.query.weight") ? AttentionKind.General
        : AttentionKind.Dot;

    /// <summary>The recurrent layers.</summary>
    /// <param name="prefix">The beginning of their names.</param>
    /// <param name="named">The cell that the user named, or null.</param>
    private ArchitectureConfiguration StackOf(string prefix, string? named)
    {
        (string found, int hidden) = named is null ? CellOf(prefix) : (named, HiddenOf(prefix, named));
        string peephole = $"{prefix}weight_ch_l0", projection = $"{prefix}weight_hr_l0";
        CellSettings options = CellSettings.None with
        {
            Projection = found == "lstm" && weights.Has(projection) ? weights.Rows(projection) : null,
            Peephole = found == "lstm-peephole" && weights.Has(peephole) && weights.Rows(peephole) == 3 * hidden && hidden > 1 ? PeepholeKind.Full : null,
        };
        return new ArchitectureConfiguration
        {
            Cell = found,
            CellOptions = options,
            Hidden = hidden,
            Layers = Count(layer => $"{prefix}weight_ih_l{layer}"),
            Bidirectional = weights.Has($"{prefix}weight_ih_l0_reverse"),
            LearnInitialState = weights.Has($"{prefix}initial_hidden_l0") || weights.Has($"{prefix}initial_memory_l0"),
            LayerNorm = weights.Has($"{prefix}norm_ih_l0"),
            Dropout = 0,
        };
    }

    /// <summary>The cell by its gates, whose number is the rows of the input's weight over the units.</summary>
    private (string Cell, int Hidden) CellOf(string prefix)
    {
        string input = $"{prefix}weight_ih_l0", recurrent = $"{prefix}weight_hh_l0", projection = $"{prefix}weight_hr_l0";
        if (!weights.Has(recurrent)) throw new InputException($"{weights.Path}: missing: {recurrent}", "--cell names a cell that has no such weight");
        string ofUnits = weights.Has(projection) ? projection : recurrent;
        int hidden = weights.Columns(ofUnits), rows = weights.Rows(input);
        int gates = hidden > 0 && rows % hidden == 0 ? rows / hidden : 0;
        string? found = gates switch
        {
            4 when weights.Has($"{prefix}weight_ch_l0") => "lstm-peephole",
            4 => "lstm",
            3 => "gru",
            1 => weights.Has($"{prefix}weight_ho_l0") ? "jordan" : "elman",
            _ => null,
        };
        if (found is not null) return (found, hidden);
        throw weights.Misfit(
            input,
            $"its shape {weights.ShapeOf(input)} does not go with {weights.ShapeOf(ofUnits)} of {ofUnits}: "
            + $"expected {hidden} rows for each of 4 gates of lstm, 3 of gru or 1 of elman");
    }

    private int HiddenOf(string prefix, string named)
    {
        string input = $"{prefix}weight_ih_l0";
        int gates = CellCatalog.Find(named)!.Gates, rows = weights.Rows(input);
        return rows % gates == 0
            ? rows / gates
            : throw weights.Misfit(input, $"its shape {weights.ShapeOf(input)} does not hold the {gates} gates of {named}");
    }

    private ArchitectureConfiguration WithCharacters(ArchitectureConfiguration architecture)
    {
        if (!weights.Has(CharacterEmbedding)) return architecture;
        int embedding = weights.Columns(CharacterEmbedding);
        ArchitectureConfiguration reading = architecture with { CharEmbedding = embedding };
        if (weights.Has("characters.convolution.weight"))
            return reading with { CharCell = CharacterCell.Cnn, CharHidden = weights.Rows("characters.convolution.weight") };
        if (weights.Has(Convolution(0)))
        {
            return reading with
            {
                CharCell = CharacterCell.Cnn,
                CharConvolution = new CharConvolutionConfiguration
                {
                    Filters = FilterBank.TextOf(Enumerable.Range(0, Count(Convolution)).Select(bank => BankOf(Convolution(bank), embedding))),
                    Highway = Count(layer => $"characters.highway_{layer}.gate.weight"),
                },
            };
        }

        (string found, int hidden) = CellOf("characters.");
        CharacterCell kind = found switch
        {
            "lstm" => CharacterCell.Lstm,
            "gru" => CharacterCell.Gru,
            _ => CharacterCell.Elman,
        };
        return reading with { CharCell = kind, CharHidden = hidden };
    }

    private FilterBank BankOf(string name, int embedding) =>
        embedding > 0 && weights.Columns(name) % embedding == 0
            ? new FilterBank(weights.Columns(name) / embedding, weights.Rows(name))
            : throw weights.Misfit(name, $"its shape {weights.ShapeOf(name)} does not go with {weights.ShapeOf(CharacterEmbedding)} of {CharacterEmbedding}");

    private static string Convolution(int bank) => string.Create(CultureInfo.InvariantCulture, $"characters.convolution_{bank}.weight");

    /// <summary>How many names there are, counted from 0.</summary>
    private int Count(Func<int, string> name)
    {
        int count = 0;
        while (weights.Has(name(count))) count++;
        return count;
    }
}
