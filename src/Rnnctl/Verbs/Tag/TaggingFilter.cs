using Rnnctl.Files;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Decoding;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Tag;

/// <summary>
/// Labels sentences as they arrive: answers at once on a slow input, works in large batches on a fast one, and holds at most one portion in memory.
/// A long sentence is labelled in independent parts; with <c>--nbest</c> only its first part is labelled.
/// </summary>
internal sealed class TaggingFilter : IDisposable
{
    private const int SentencesAtOnce = 4096;
    private const int BatchTokens = 2048;
    private const int LogitsAtOnce = 1 << 24;

    private readonly TagRequest _request;
    private readonly TaggerEnsemble _ensemble;
    private readonly TaggerModel _model;
    private readonly ToolConsole _console;
    private readonly TaggerRunner _runner;
    private readonly SentenceBuffer _sentences;
    private readonly EncodedCorpus _parts;
    private readonly BatchPlan _plan;
    private readonly GivenLabels _labels;
    private readonly SymbolTable _symbols = new();
    private readonly ConlluLines? _lines;
    private readonly TaggedSentenceWriter _writer;
    private readonly NBestSearch? _search;
    private readonly TaggedSpanReader? _spans;

    public TaggingFilter(TagRequest request, TaggerEnsemble ensemble, ToolConsole console)
    {
        TaggerModel model = ensemble.First;
        (_request, _ensemble, _model, _console) = (request, ensemble, model, console);
        Unknown = new UnknownSymbols(model.Tokens);
        ensemble.KeepWeights();
        bool withLogits = request.NBest is not null || request.Spans;
        _runner = new TaggerRunner(ensemble, request.Probabilities, withLogits);
        _search = request.NBest is null ? null : _runner.NewSearch();
        _spans = request.Spans ? _runner.NewSpanReader() : null;
        _sentences = !withLogits
            ? new SentenceBuffer()
            : new SentenceBuffer(Math.Clamp(LogitsAtOnce / model.Labels.Count, 1, SentenceBuffer.UsualTokens));
        _parts = model.NewSentences();
        _plan = new BatchPlan(_parts, BatchLimit.OfTokens(BatchTokens));
        _labels = new GivenLabels(model.Labels, model.Configuration.Text.OutputScheme, _symbols);
        _writer = new TaggedSentenceWriter(
            console.Output, request.OutputFormat, _symbols.Symbols, request.Probabilities, several: request.NBest is not null);
        _lines = request.OutputFormat == TagOutputFormat.Conllu ? new ConlluLines() : null;
    }

    /// <summary>The tokens of all inputs, and those that are unknown.</summary>
    public UnknownSymbols Unknown { get; }

    /// <summary>Labels all sentences of one input.</summary>
    /// <exception cref="InputException">A line is not UTF-8 text, or malformed, or a file of columns has no sentence.</exception>
    public void Tag(LineReader lines, CancellationToken cancellation)
    {
        ColumnSentenceReader? columns = _request.Format is TagInputFormat.Text or TagInputFormat.Slash ? null : Columns(lines);
        Func<bool> read = columns is null
            ? () => _sentences.Read(lines, SentencesAtOnce, _request.Format)
            : () => columns.Read(_sentences, SentencesAtOnce);
        var portions = new FilterPortions(read, () => _sentences.Sentences > 0);
        while (portions.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            if (_sentences.EndsWithLongSentence) WarnOfLongSentence(lines);
            Encode();
            _plan.SortByLength();
            _runner.Run(_parts, _plan, cancellation: cancellation);
            Write(lines.Name);
            if (!lines.HasBufferedLine) _console.Output.Flush();
        }

        _lines?.WriteRest(_console.Output);
        bool isNamed = lines.Name != StandardInput.Name; // Standard input may be empty, as that of any filter.
        if (isNamed) columns?.RequireSentences();
    }

    public void Dispose() => _runner.Dispose();

    private ColumnSentenceReader Columns(LineReader lines)
    {
        CorpusFormat format = _request.Format == TagInputFormat.Conll ? CorpusFormat.Conll : CorpusFormat.Conllu;
        CorpusLayout trained = _model.Configuration.Text.Layout();
        return new ColumnSentenceReader(lines, trained with { Format = format, TokenColumn = _request.TokenColumn ?? trained.TokenColumn }, _lines);
    }

    private void WarnOfLongSentence(LineReader lines)
    {
        int tokens = _sentences[_sentences.Sentences - 1].Count;
        string done = _search is null
            ? $"labelled in independent parts of {SentenceBuffer.LongSentence} tokens"
            : $"of which --nbest labels the first {SentenceBuffer.LongSentence}";
        _console.Warn($"{lines.Name}:{lines.LineNumber}: a sentence of {tokens} tokens, {done}");
    }

    private int PartsOf(SentenceTokens tokens) =>
        _search is not null ? 1 : Math.Max(1, (tokens.Count + SentenceBuffer.LongSentence - 1) / SentenceBuffer.LongSentence);

    private void Encode()
    {
        _parts.Clear();
        _ensemble.Clear();
        for (int sentence = 0; sentence < _sentences.Sentences; sentence++)
        {
            SentenceTokens tokens = _sentences[sentence];
            for (int part = 0, first = 0; part < PartsOf(tokens); part++, first += SentenceBuffer.LongSentence)
                Encode(tokens.Slice(first, Math.Min(SentenceBuffer.LongSentence, tokens.Count - first)));
        }
    }

    private void Encode(SentenceTokens tokens)
    {
        _parts.Add(tokens);
        _ensemble.Add(tokens);
        ReadOnlySpan<int> ids = _parts.TokensOf(_parts.Sentences - 1);
        for (int token = 0; token < ids.Length; token++) Unknown.Add(tokens[token], 1, ids[token] == _model.Tokens.UnknownId ? 1 : 0);
    }

    private void Write(string input)
    {
        int part = 0;
        for (int sentence = 0; sentence < _sentences.Sentences; sentence++)
        {
            SentenceTokens tokens = _sentences[sentence];
            int parts = PartsOf(tokens);
            if (_search is not null) WriteBest(tokens.Slice(0, _parts.LengthOf(part)), part, input);
            else Write(tokens, sentence, part, parts, input);
            part += parts;
        }
    }

    private void Write(SentenceTokens tokens, int sentence, int part, int parts, string input)
    {
        ReadOnlySpan<int> labels = _labels.Of(_runner.LabelsOf(part, parts));
        TaggedIntent? intent = IntentOf(part);
        if (_lines is not null) _lines.Write(_console.Output, sentence, labels, _symbols.Symbols, intent?.Name);
        else _writer.Write(tokens, labels, _runner.ProbabilitiesOf(part, parts), input, SpansOf(part, parts), intent);
    }

    /// <summary>The intent of a sentence, by its first part; null if the model tells none.</summary>
    private TaggedIntent? IntentOf(int part)
    {
        if (_model.Vocabularies.Intents is not { } intents) return null;
        int id = _runner.IntentOf(part);
        if (id < 0) return new TaggedIntent(Name: null, Probability: 0);
        return new TaggedIntent(intents[id], _request.Probabilities ? _runner.IntentProbabilityOf(part) : 0);
    }

    /// <summary>The spans of a sentence, by the parts in which it was labelled; null if they are not wanted.</summary>
    private List<TaggedSpan>? SpansOf(int part, int parts)
    {
        if (_spans is null) return null;
        List<TaggedSpan> all = [];
        for (int number = part, first = 0; number < part + parts; first += _parts.LengthOf(number++))
        {
            foreach (TaggedSpan span in _spans.Of(_runner.LabelsOf(number), _runner.LogitsOf(number)))
                all.Add(span with { First = first + span.First, Last = first + span.Last });
        }

        return all;
    }

    private void WriteBest(SentenceTokens tokens, int part, string input)
    {
        IReadOnlyList<ScoredLabelling> best = _search!.Find(_runner.LogitsOf(part), _request.NBest!.Value);
        _writer.WriteSeveral(tokens, [.. best.Select(one => _labels.Of(one.Labels).ToArray())], [.. best.Select(one => one.Probability)], input);
    }
}
