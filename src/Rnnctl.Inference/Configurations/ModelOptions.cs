using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of what a model is made of.</summary>
internal static class ModelOptions
{
    private static readonly OptionValues Activations = OptionValues.Members(typeof(ActivationKind));
    private static readonly OptionValues CellNames = OptionValues.OneOf([.. CellCatalog.Names]);

    /// <summary>The options, under their heading.</summary>
    public static ConfigurationSection Section { get; } = new(
        "Model",
        Architecture("cell", "Recurrent cell", CellNames, a => a.Cell, WithCell).Fixed(),
        Architecture(
            "hidden", "Units of the hidden state, in each direction; of a translator's encoder half as many", OptionValues.Width, a => a.Hidden,
            (a, x) => a with { Hidden = (int)x }).Fixed(),
        Architecture(
            "layers", "Recurrent layers; 0 labels each token by itself", OptionValues.Whole(0, ArchitectureConfiguration.MostLayers), a => a.Layers,
            (a, x) => a with { Layers = (int)x }).Fixed(),
        Architecture(
            "bidirectional", "Read the sentence from both ends (the default)", OptionValues.Flag, a => a.Bidirectional,
            (a, x) => a with { Bidirectional = (bool)x }).WithOff("Read the sentence from its start only").Not(ModelTask.Lm).Fixed(),
        Architecture("embedding", "Length of a token's vector", OptionValues.Width, a => a.Embedding, (a, x) => a with { Embedding = (int)x }).Fixed(),
        Architecture("dropout", "Share of activations dropped in training", OptionValues.Fraction, a => a.Dropout, (a, x) => a with { Dropout = (double)x }),
        DropoutOptions.Variational,
        DropoutOptions.Embedding,
        DropoutOptions.Word,
        Architecture(
            "crf", "Score a sentence's labels together, by a conditional random field", OptionValues.Flag, a => a.Crf,
            (a, x) => a with { Crf = (bool)x }).Only(ModelTask.Tag).Fixed(),
        Architecture(
            "self_attention", "Heads with which each sentence attends to itself, over the last layer's outputs; 0 for none", OptionValues.WidthOrNone,
            a => a.SelfAttention, (a, x) => a with { SelfAttention = (int)x }).Only(ModelTask.Tag).Fixed(),
        Architecture(
            "char_cell", "Make a vector of each word's characters, by this; of lm, which has cnn only, in place of the word's embedding",
            OptionValues.Members(typeof(CharacterCell)), a => a.CharCell, (a, x) => a with { CharCell = (CharacterCell)x }).Not(ModelTask.Translate).Fixed(),
        Architecture(
            "char_hidden", "Units of the characters' hidden state, in each direction, or filters of cnn", OptionValues.Width, a => a.CharHidden,
            (a, x) => a with { CharHidden = (int)x }).Only(ModelTask.Tag).Fixed(),
        Architecture(
            "char_embedding", "Length of a character's vector", OptionValues.Width, a => a.CharEmbedding,
            (a, x) => a with { CharEmbedding = (int)x }).Not(ModelTask.Translate).Fixed(),
        OfCharConvolution(
            "filters", "Filters of cnn by their widths (default: --char-hidden of width 3, of lm 1:25,2:50,3:75,4:100,5:125,6:150)",
            OptionValues.Text(FilterBank.Form, text => FilterBank.TryParse(text) is not null), c => c.Filters,
            (c, x) => c with { Filters = (string)x }).Named("--char-filters"),
        OfCharConvolution(
            "activation", "Activation of the filters of --char-filters", Activations, c => c.Activation,
            (c, x) => c with { Activation = (ActivationKind)x }).Named("--char-activation"),
        OfCharConvolution(
            "highway", "Highway layers over the filters of --char-filters", OptionValues.Whole(0, CharConvolutionConfiguration.MostHighwayLayers),
            c => c.Highway, (c, x) => c with { Highway = (int)x }));

    /// <summary>Another cell forgets the options of the one before.</summary>
    private static ArchitectureConfiguration WithCell(ArchitectureConfiguration architecture, object cell) =>
        architecture with { Cell = (string)cell, CellOptions = Equals(cell, architecture.Cell) ? architecture.CellOptions : CellSettings.None };

    private static ConfigurationOption OfCharConvolution(
        string key,
        string help,
        OptionValues values,
        Func<CharConvolutionConfiguration, object?> get,
        Func<CharConvolutionConfiguration, object, CharConvolutionConfiguration> set)
    {
        static CharConvolutionConfiguration Of(ArchitectureConfiguration architecture) => architecture.CharConvolution ?? CharConvolutionConfiguration.Default;
        return Architecture($"char_convolution.{key}", help, values, a => get(Of(a)), (a, x) => a with { CharConvolution = set(Of(a), x) })
            .Not(ModelTask.Translate).Fixed();
    }
}
