using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Streaming;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Train;

/// <summary>The pairs of sentences that a translator learns from: in memory, or with <c>--stream</c> in their files.</summary>
internal sealed class TrainingPairs : IDisposable
{
    private readonly SentencePairs? _whole;
    private readonly StreamedPairs? _streamed;

    private TrainingPairs(SentencePairs whole) => _whole = whole;

    private TrainingPairs(StreamedPairs streamed) => _streamed = streamed;

    /// <summary>The number of pairs that were skipped because one side is blank.</summary>
    public int Empty => _whole?.Empty ?? _streamed!.Empty;

    /// <summary>The first pairs, or all of them.</summary>
    public SentencePairs FirstPairs => _whole ?? _streamed!.FirstPairs;

    /// <summary>How often each word of the sources appears.</summary>
    public SymbolCounts SourceWords => _whole is null ? _streamed!.SourceWords! : Count(_whole.Sources);

    /// <summary>How often each word of the targets appears.</summary>
    public SymbolCounts TargetWords => _whole is null ? _streamed!.TargetWords! : Count(_whole.Targets);

    /// <summary>Reads the files of <c>--train</c>.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="given">Gives the encoders that are known before the words are counted.</param>
    /// <param name="console">Where notes go.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InputException">A file can't be read or is malformed; or it is a pipe that would have to be read more than once.</exception>
    public static TrainingPairs Read(
        TrainRequest request, ModelConfiguration options, Func<GivenEncoders> given, ToolConsole console, CancellationToken cancellation)
    {
        if (!options.Training.Stream) return new TrainingPairs(PairReader.Read(request.Train, keepEmpty: false, console.Note));
        (TextEncoder? source, TextEncoder? target) = given();
        return new TrainingPairs(new StreamedPairs(
            request.Train, source, target, options.Text.MaxLength, console.Note, options.Training.Threads, cancellation));
    }

    /// <summary>Refuses BPE dropout where there is nothing to leave out, or what reads each pair in its usual segments.</summary>
    /// <exception cref="InputException">The message names the options.</exception>
    public static void RequireSegments(TrainingConfiguration options, TranslatorText text, bool readsLanguageModels)
    {
        if (options.BpeDropout == 0) return;
        if (options.Stream) throw new InputException("--bpe-dropout and --stream exclude each other");
        if (readsLanguageModels) throw new InputException("--bpe-dropout and --contextual exclude each other");
        if (text.Source.Subwords is null && text.Target.Subwords is null)
        {
            throw new InputException(
                "--bpe-dropout: neither side has merges to leave out", "rnnctl vocab --bpe N learns them; --src-vocab and --tgt-vocab read them");
        }
    }

    /// <summary>The pairs in the ids of a model's vocabularies. Frees the words' counts.</summary>
    public EncodedTrainingPairs Encoded(TranslatorModel model)
    {
        if (_whole is not null)
        {
            TranslationData data = TranslationData.Of(_whole, model.Text, model.Configuration.Text.MaxLength);
            (EncodedSentences sources, EncodedSentences targets) = data.Encoded;
            double dropout = model.Configuration.Training.BpeDropout;
            ISentenceSource<EncodedPairs> pairs = dropout == 0 ? data.Encoded : new DropoutPairs(
                _whole, data.Kept, data.Encoded, model.Text.Source, model.Text.Target, dropout, (ulong)model.Configuration.Training.Seed);
            return new EncodedTrainingPairs(
                pairs, sources.Count, sources.Tokens - sources.Count, targets.Tokens, data.TooLong, data.Unknown, sources.Words?.Written);
        }

        var unknown = new UnknownSides(
            _streamed!.UnknownSources ?? UnknownIn(_streamed.SourceWords!, model.Text.Source),
            _streamed.UnknownTargets ?? UnknownIn(_streamed.TargetWords!, model.Text.Target));
        _streamed.ForgetWords();
        return new EncodedTrainingPairs(
            _streamed.Encoded(model.Text.Source, model.Text.Target), _streamed.Count, _streamed.Symbols.Sources, _streamed.Symbols.Targets, _streamed.TooLong,
            unknown, Words: null);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _streamed?.Dispose();

    private static UnknownSymbols UnknownIn(SymbolCounts words, TextEncoder encoder)
    {
        var unknown = new UnknownSymbols(encoder);
        unknown.AddWords(words);
        return unknown;
    }

    private static SymbolCounts Count(IReadOnlyList<string> lines)
    {
        var counts = new SymbolCounts();
        foreach (string line in lines) counts.AddWords(line);
        return counts;
    }
}

/// <summary>Pairs in the ids of a model's vocabularies, and how many they are.</summary>
/// <param name="Pairs">The pairs, without those that are too long.</param>
/// <param name="Count">Their number.</param>
/// <param name="Sources">The symbols of the sources, without end symbols.</param>
/// <param name="Targets">The symbols of the targets.</param>
/// <param name="TooLong">How many pairs were left out.</param>
/// <param name="Unknown">The symbols of each side that its vocabulary does not have, of all pairs.</param>
/// <param name="Words">The sources' words as written, where the model reads them.</param>
internal sealed record EncodedTrainingPairs(
    ISentenceSource<EncodedPairs> Pairs, int Count, long Sources, long Targets, int TooLong, UnknownSides Unknown, SentenceWords? Words);
