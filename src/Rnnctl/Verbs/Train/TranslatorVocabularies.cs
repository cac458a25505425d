using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Train;

/// <summary>Where a translator's vocabularies come from: from files, or from the words of the training corpus.</summary>
internal static class TranslatorVocabularies
{
    private const int LinesToSee = 1000;
    private const double SwapGain = 1.25;
    private const double MostUnknown = 0.02;

    /// <summary>The vocabularies of both sides.</summary>
    /// <exception cref="InputException">A file cannot be used, or <c>--joint-vocabulary</c> was given with two vocabularies.</exception>
    public static TranslatorText Of(ModelConfiguration configuration, TrainRequest request, SentencePairs train)
    {
        VocabularySelection options = configuration.Text.VocabularySelection();
        VocabularySelection ofTarget = options with { Normalizer = configuration.Text.TargetNormalizer() };
        bool joint = configuration.Architecture.Translator!.JointVocabulary;
        if (joint && request.SourceVocabulary != request.TargetVocabulary)
            throw new InputException("--joint-vocabulary: --src-vocab and --tgt-vocab name different ones", "give both the same path, or neither");
        TextEncoder source = request.SourceVocabulary is { } sourcePath
            ? TextEncoderReader.Read(sourcePath, options.Normalizer)
            : joint ? OfWords(train, options, ofTarget) : OfWords(train.Sources, options);
        if (joint) return new TranslatorText(source, new TextEncoder(source.Vocabulary.With(ofTarget.Normalizer), source.Subwords));
        TextEncoder target = request.TargetVocabulary is { } targetPath
            ? TextEncoderReader.Read(targetPath, ofTarget.Normalizer)
            : OfWords(train.Targets, ofTarget);
        return new TranslatorText(source, target);
    }

    /// <summary>Warns if the other side's vocabulary would cut each side into far fewer symbols: segments of another language spell most words.</summary>
    public static void WarnOfSwap(TranslatorText text, SentencePairs train, ToolConsole console)
    {
        (long symbols, long unknown) = Count(text.Source, train.Sources);
        (symbols, unknown) = Sum((symbols, unknown), Count(text.Target, train.Targets));
        (long swapped, long unknownSwapped) = Sum(Count(text.Target, train.Sources), Count(text.Source, train.Targets));
        if (unknownSwapped > unknown || SwapGain * swapped > symbols || unknown > MostUnknown * symbols) return; // Many unknown symbols have their own warning.
        console.Warn(FormattableString.Invariant(
            $"--src-vocab and --tgt-vocab seem to be swapped: the other way round, the same text has {swapped} symbols instead of {symbols}"));
    }

    private static (long Symbols, long Unknown) Sum((long Symbols, long Unknown) one, (long Symbols, long Unknown) two) =>
        (one.Symbols + two.Symbols, one.Unknown + two.Unknown);

    private static (long Symbols, long Unknown) Count(TextEncoder encoder, IReadOnlyList<string> lines)
    {
        var counts = new UnknownSymbols(encoder);
        List<int> ids = [];
        foreach (string line in lines.Take(LinesToSee)) counts.Encode(line, ids);
        return (counts.Symbols, counts.Unknown);
    }

    private static TextEncoder OfWords(IEnumerable<string> lines, VocabularySelection options) =>
        new(Vocabulary.ForSequences(Count(lines), options), subwords: null);

    /// <summary>The words of both sides, each normalised as its side is; the encoder is the source's.</summary>
    private static TextEncoder OfWords(SentencePairs train, VocabularySelection ofSource, VocabularySelection ofTarget)
    {
        SymbolCounts counts = Count(train.Sources).Normalized(ofSource.Normalizer);
        foreach ((string word, long count) in Count(train.Targets).Normalized(ofTarget.Normalizer).Entries) counts.Add(word, count);
        var joint = Vocabulary.ForSequences(counts, ofSource with { Normalizer = default });
        return new TextEncoder(joint.With(ofSource.Normalizer), subwords: null);
    }

    private static SymbolCounts Count(IEnumerable<string> lines)
    {
        var counts = new SymbolCounts();
        foreach (string line in lines) counts.AddWords(line);
        return counts;
    }
}
