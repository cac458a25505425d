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
        $"{Plural.Of(_whole?.Sentences ?? _streamed!.Sentences, "sentence")}, {Plural.Of(_whole?.Tokens ?? _streamed!.Tokens, "token")}";

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
        if (_whole is not null)
        {
            EncodedCorpus encoded = TaggingData.Of(_whole, model.Vocabularies, model.Configuration.Text).Encoded;
            return (encoded, encoded.Words);
        }

        _streamed!.ForgetCounts();
        TaggerVocabularies known = model.Vocabularies;
        return (_streamed.Encoded(known.Tokens, known.Labels, known.Characters, known.Features, model.Configuration.Text.Scheme, known.Intents), null);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _streamed?.Dispose();
}
