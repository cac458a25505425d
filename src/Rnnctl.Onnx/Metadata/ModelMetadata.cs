using System.Text.Json;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Onnx.Metadata;

/// <summary>What an exported model says about itself: all that turns text into its inputs and its outputs into text.</summary>
internal static class ModelMetadata
{
    /// <summary>The metadata of a tagger.</summary>
    public static MetadataEntries Of(ModelConfiguration configuration, TaggerVocabularies vocabularies)
    {
        TextConfiguration text = configuration.Text;
        MetadataEntries entries = Common(configuration);
        entries.Add("tokens", vocabularies.Tokens.Symbols);
        entries.Add("unknown", vocabularies.Tokens.UnknownId);
        entries.Add("lowercase", text.Lowercase);
        entries.Add("digits_to_zero", text.DigitsToZero);
        entries.Add("labels", vocabularies.Labels.Symbols);
        entries.Add("scheme", NameOf(text.Scheme));
        entries.Add("output_scheme", NameOf(text.OutputScheme));
        entries.Add("crf", configuration.Architecture.Crf);
        if (vocabularies.Characters is { } characters)
        {
            entries.Add("characters", characters.Symbols);
            entries.Add("most_characters", WordSpellings.MostCharacters);
        }

        if (vocabularies.Features.Count > 0) entries.Add("features", text.Features.Split(' '));
        for (int feature = 0; feature < vocabularies.Features.Count; feature++)
            entries.Add(TaggerModel.FeatureVocabulary(feature), vocabularies.Features[feature].Symbols);
        foreach ((WordFeature feature, Vocabulary values) in vocabularies.WordFeatures.Entries) entries.Add(feature.Name, values.Symbols);
        return entries;
    }

    /// <summary>The metadata of a language model.</summary>
    public static MetadataEntries Of(ModelConfiguration configuration, TextEncoder text)
    {
        MetadataEntries entries = Common(configuration);
        AddEncoder(entries, "", text);
        entries.Add("unit", NameOf(text.Unit));
        entries.Add("direction", NameOf(configuration.Architecture.LanguageModel!.Direction));
        if (TrainedLanguageModel.ArchitectureOf(configuration.Architecture).Characters is not { } characters) return entries;
        entries.Add("characters", "utf-8");
        entries.Add("most_characters", ByteAlphabet.MostSymbols);
        entries.Add("widest_filter", characters.Filters.Max(bank => bank.Width));
        return entries;
    }

    /// <summary>The metadata of a translator, of the encoder and of the decoder alike.</summary>
    public static MetadataEntries Of(ModelConfiguration configuration, TranslatorText text)
    {
        MetadataEntries entries = Common(configuration);
        AddEncoder(entries, "source_", text.Source);
        AddEncoder(entries, "target_", text.Target);
        return entries;
    }

    private static MetadataEntries Common(ModelConfiguration configuration)
    {
        var entries = new MetadataEntries();
        entries.Add("task", NameOf(configuration.Task));
        return entries;
    }

    /// <summary>A vocabulary that frames sequences, how words are looked up in it, and the merges that segment words.</summary>
    private static void AddEncoder(MetadataEntries entries, string prefix, TextEncoder text)
    {
        entries.Add(prefix + "tokens", text.Vocabulary.Symbols);
        entries.Add(prefix + "unknown", text.UnknownId);
        entries.Add(prefix + "begin", text.BeginId);
        entries.Add(prefix + "end", text.EndId);
        entries.Add(prefix + "lowercase", text.Vocabulary.Normalizer.Lowercase);
        entries.Add(prefix + "digits_to_zero", text.Vocabulary.Normalizer.DigitsToZero);
        if (text.Subwords is { } subwords) entries.Add(prefix + "merges", subwords.Lines);
    }

    private static string NameOf(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
