using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Streaming;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Train;

/// <summary>The labelled sentences that a tagger learns from: in memory, or with <c>--stream</c> in their files.</summary>
internal sealed class TrainingSentences : IDisposable
{
    private readonly LabelledCorpus? _whole;
    private readonly StreamedCorpus? _streamed;

    private TrainingSentences(LabelledCorpus whole) => (_whole, Counts) = (whole, CorpusCounts.Of(whole));

    private TrainingSentences(StreamedCorpus streamed) => (_streamed, Counts) = (streamed, streamed.Counts);

    /// <summary>How often each symbol appears.</summary>
    public CorpusCounts Counts { get; private set; }

    /// <summary>How many there are: <c>3 sentences, 12 tokens</c>.</summary>
    public string Size =>
        $"{Plural.Of(Sentences, "sentence")}, {Plural.Of(_whole?.Tokens ?? _streamed!.Tokens, "token")}";

    /// <summary>How many sentences there are.</summary>
    public int Sentences => _whole?.Sentences ?? _streamed!.Sentences;

    /// <summary>Reads the files of <c>--train</c>.</summary>
    /// <exception cref="InputException">A file can't be read or is malformed; or it is a pipe that would have to be read more than once.</exception>
    public static TrainingSentences Read(TrainRequest request, ModelConfiguration options, ToolConsole console, CancellationToken cancellation)
    {
        CorpusLayout layout = options.Text.Layout();
        return options.Training.Stream
            ? new TrainingSentences(new StreamedCorpus(request.Train, layout, console.Note, options.Training.Threads, cancellation))
            : new TrainingSentences(CorpusReader.Read(request.Train, layout, console.Note));
    }

    /// <summary>The sentences in the ids of a model's vocabularies, and their words where the model reads them. Frees the counts.</summary>
    public (ISentenceSource<EncodedCorpus> Sentences, SentenceWords? Words) Encoded(TaggerModel model)
    {
        Counts = new CorpusCounts(0);
        _streamed?.ForgetCounts();
        ISentenceSource<EncodedCorpus> encoded = EncodedFor(model, model.Configuration.Text);
        return (encoded, (encoded as EncodedCorpus)?.Words);
    }

    /// <summary>The sentences in the ids of a model's vocabularies, read as another model's text is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">How the text is read.</param>
    public ISentenceSource<EncodedCorpus> EncodedFor(TaggerModel model, TextConfiguration text)
    {
        TaggerVocabularies known = model.Vocabularies;
        return _whole is not null
            ? TaggingData.Of(_whole, known, text).Encoded
            : _streamed!.Encoded(known.Tokens, known.Labels, known.Characters, known.Features, text.Scheme);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _streamed?.Dispose();
}
