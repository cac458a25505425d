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

    /// <summary>Reads the vocabularies that the user names.</summary>
    /// <exception cref="InputException">A file cannot be used, or <c>--joint-vocabulary</c> was given with two vocabularies.</exception>
    public static GivenEncoders Given(ModelConfiguration configuration, TrainRequest request)
    {
        VocabularySelection options = configuration.Text.VocabularySelection();
        TokenNormalizer ofTarget = configuration.Text.TargetNormalizer();
        bool joint = configuration.Architecture.Translator!.JointVocabulary;
        if (joint && request.SourceVocabulary != request.TargetVocabulary)
            throw new InputException("--joint-vocabulary: --src-vocab and --tgt-vocab name different ones", "give both the same path, or neither");
        TextEncoder? source = request.SourceVocabulary is { } sourcePath ? TextEncoderReader.Read(sourcePath, options.Normalizer) : null;
        if (joint && source is not null) return new GivenEncoders(source, OfTarget(source, ofTarget));
        return new GivenEncoders(source, request.TargetVocabulary is { } targetPath ? TextEncoderReader.Read(targetPath, ofTarget) : null);
    }

    /// <summary>The vocabularies of both sides: those that are given, and those of the words of the training corpus.</summary>
    public static TranslatorText Of(ModelConfiguration configuration, GivenEncoders given, TrainingPairs train)
    {
        VocabularySelection options = configuration.Text.VocabularySelection();
        VocabularySelection ofTarget = options with { Normalizer = configuration.Text.TargetNormalizer() };
        if (given.Source is null && configuration.Architecture.Translator!.JointVocabulary)
        {
            TextEncoder joint = OfWords(train, options, ofTarget);
            return new TranslatorText(joint, OfTarget(joint, ofTarget.Normalizer));
        }

        return new TranslatorText(given.Source ?? OfWords(train.SourceWords, options), given.Target ?? OfWords(train.TargetWords, ofTarget));
    }

    /// <summary>The vocabularies of a parent with the words of the training corpus that they lack; segments of words stay as they are.</summary>
    public static TranslatorText Grown(ModelConfiguration configuration, TranslatorText before, TrainingPairs train)
    {
        VocabularySelection options = configuration.Text.VocabularySelection();
        if (!configuration.Architecture.Translator!.JointVocabulary)
        {
            TextEncoder grown = Grown(before.Source, () => train.SourceWords, options);
            return before with { Source = grown, Target = Grown(before.Target, () => train.TargetWords, options) };
        }

        if (before.Source.Subwords is not null) return before;
        TokenNormalizer ofSource = before.Source.Vocabulary.Normalizer, ofTarget = before.Target.Vocabulary.Normalizer;
        Vocabulary joint = before.Source.Vocabulary.With(default(TokenNormalizer)).GrownBy(JointWords(train, ofSource, ofTarget), options).With(ofSource);
        var source = new TextEncoder(joint, subwords: null);
        return before with { Source = source, Target = OfTarget(source, ofTarget) };
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

    private static TextEncoder OfTarget(TextEncoder joint, TokenNormalizer normalizer) => new(joint.Vocabulary.With(normalizer), joint.Subwords);

    private static TextEncoder OfWords(SymbolCounts words, VocabularySelection options) => new(Vocabulary.ForSequences(words, options), subwords: null);

    /// <summary>The words of both sides, each normalised as its side is; the encoder is the source's.</summary>
    private static TextEncoder OfWords(TrainingPairs train, VocabularySelection ofSource, VocabularySelection ofTarget)
    {
        SymbolCounts counts = JointWords(train, ofSource.Normalizer, ofTarget.Normalizer);
        var joint = Vocabulary.ForSequences(counts, ofSource with { Normalizer = default });
        return new TextEncoder(joint.With(ofSource.Normalizer), subwords: null);
    }

    private static SymbolCounts JointWords(TrainingPairs train, TokenNormalizer ofSource, TokenNormalizer ofTarget)
    {
        var counts = new SymbolCounts();
        counts.Add(train.SourceWords.Normalized(ofSource));
        counts.Add(train.TargetWords.Normalized(ofTarget));
        return counts;
    }

    /// <summary>The words are not counted where the encoder does not need them.</summary>
    private static TextEncoder Grown(TextEncoder before, Func<SymbolCounts> words, VocabularySelection options) =>
        before.Subwords is null ? before.GrownBy(words(), options) : before;
}

/// <summary>The encoders of a translator's sides that are known before its corpus is counted; null for a side whose words make its vocabulary.</summary>
/// <param name="Source">The source's.</param>
/// <param name="Target">The target's.</param>
internal readonly record struct GivenEncoders(TextEncoder? Source, TextEncoder? Target);
