using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Translation;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Train;

/// <summary>Where a translator's vocabularies come from: from files, or from the words of the training corpus.</summary>
internal static class TranslatorVocabularies
{
    /// <summary>The vocabularies of both sides.</summary>
    /// <exception cref="InputException">A file cannot be used, or <c>--joint-vocabulary</c> was given with two vocabularies.</exception>
    public static TranslatorText Of(ModelConfiguration configuration, TrainRequest request, SentencePairs train)
    {
        VocabularySelection options = configuration.Text.VocabularySelection();
        bool joint = configuration.Architecture.Translator!.JointVocabulary;
        if (joint && request.SourceVocabulary != request.TargetVocabulary)
            throw new InputException("--joint-vocabulary: --src-vocab and --tgt-vocab name different ones", "give both the same path, or neither");
        TextEncoder source = request.SourceVocabulary is { } sourcePath
            ? TextEncoderReader.Read(sourcePath, options.Normalizer)
            : OfWords(joint ? train.Sources.Concat(train.Targets) : train.Sources, options);
        if (joint) return new TranslatorText(source, source);
        TextEncoder target = request.TargetVocabulary is { } targetPath
            ? TextEncoderReader.Read(targetPath, options.Normalizer)
            : OfWords(train.Targets, options);
        return new TranslatorText(source, target);
    }

    private static TextEncoder OfWords(IEnumerable<string> lines, VocabularySelection options)
    {
        var counts = new SymbolCounts();
        foreach (string line in lines) counts.AddWords(line);
        return new TextEncoder(Vocabulary.ForSequences(counts.Normalized(options.Normalizer), options), subwords: null);
    }
}
