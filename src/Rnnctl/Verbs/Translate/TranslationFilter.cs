using Rnnctl.Files;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Decoding;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Translate;

/// <summary>
/// Translates lines as they arrive: answers at once on a slow input, works in batches of lines of similar length on a fast one, and holds at most one
/// portion in memory.
/// </summary>
internal sealed class TranslationFilter : IDisposable
{
    private const int BatchesAtOnce = 64;

    // A batch of long sentences has fewer of them, so that the memory does not depend on the input.
    private const int SymbolsOfSentence = 256;

    private readonly TranslateRequest _request;
    private readonly ToolConsole _console;
    private readonly TranslatorRunner _runner;
    private readonly SourceBuffer _sources;
    private readonly HypothesisReader _hypotheses;
    private readonly Action<TranslatedLine> _write;
    private readonly PrefixLines? _prefixes;
    private long _sentences;
    private bool _hasWarnedOfTab;

    public TranslationFilter(TranslateRequest request, TranslatorEnsemble ensemble, ToolConsole console)
    {
        (_request, _console) = (request, console);
        int tokens = (int)Math.Min((long)request.BatchSize * SymbolsOfSentence, int.MaxValue);
        var limit = BatchLimit.OfBoth(request.BatchSize, tokens);
        TranslatorText text = ensemble.Text;
        SearchOptions search = request.Search;
        if (request.NoUnknown) search = search with { Excluded = [.. search.Excluded, text.Target.UnknownId] };
        if (request.Prefix is { } prefix) _prefixes = new PrefixLines(prefix, text.Target, search.MaxLength, console);
        _runner = new TranslatorRunner(ensemble.First.Backend, ensemble.Translators, search, limit, ensemble.Readers);
        _sources = new SourceBuffer(text);
        _hypotheses = new HypothesisReader(text, request.ReadsAttention, request.ReplaceUnknown);
        _write = TranslationWriter.For(request, console.Output);
        if (request.AttentionPictures is { } folder) _write += new AttentionPictures(folder, console).Draw;
    }

    /// <summary>The symbols of all inputs, and those that are unknown.</summary>
    public UnknownSymbols Unknown => _sources.Unknown;

    /// <summary>Translates all lines of one input. The numbering of sentences continues from the previous input.</summary>
    /// <exception cref="InputException">A line is not UTF-8 text.</exception>
    public void Translate(LineReader lines, CancellationToken cancellation)
    {
        int portion = (int)Math.Min((long)BatchesAtOnce * _request.BatchSize, int.MaxValue);
        bool hasColumns = PairReader.IsNamedAsColumns(lines.Name);
        if (hasColumns) _console.Note($"reading {lines.Name} as two columns, source and target; the source is translated");
        var portions = new FilterPortions(
            () => Read(lines, portion, hasColumns), () => _sources.Lines.Count > 0);
        while (portions.Next())
        {
            if (!hasColumns && !_hasWarnedOfTab) WarnOfTab(lines);
            IReadOnlyList<IReadOnlyList<Hypothesis>> found = _runner.Run(_sources.Encoded, _sentences, _prefixes?.Portion, cancellation);
            for (int line = 0; line < found.Count; line++)
            {
                TranslatedLine translated = Translated(_sources.Lines[line], found[line]);
                if (translated.Translations.Any(one => one.IsCut)) WarnOfCut($"{lines.Name}:{_sources.FirstLine + line}", translated.Translations);
                _write(translated);
            }

            if (!lines.HasBufferedLine) _console.Output.Flush();
        }
    }

    /// <summary>Requires that the beginnings of <c>--prefix</c> end with the inputs.</summary>
    /// <exception cref="InputException">There is another one.</exception>
    public void RequireEnd() => _prefixes?.RequireEnd(_sentences);

    public void Dispose()
    {
        _runner.Dispose();
        _prefixes?.Dispose();
    }

    /// <summary>Reads the next portion of lines, with the beginnings of their translations.</summary>
    private bool Read(LineReader lines, int portion, bool hasColumns)
    {
        _prefixes?.Clear();
        Action<string>? adding = _prefixes is null ? null : source => _prefixes.Read(lines, source);
        return _sources.Read(lines, portion, symbols => WarnOfLongSource(lines, symbols), hasColumns, adding);
    }

    private TranslatedLine Translated(string line, IReadOnlyList<Hypothesis> found) => new(
        _sentences++,
        line,
        found.Count == 0 ? [TranslatedText.OfBlank] : [.. found.Take(_request.NBest ?? 1).Select(hypothesis => _hypotheses.Read(line, hypothesis))]);

    private void WarnOfTab(LineReader lines)
    {
        if (_sources.Lines.FirstOrDefault(line => line.AsSpan().Trim().Contains('\t')) is not { } line) return;
        _hasWarnedOfTab = true;
        string start = line.Length <= 60 ? line : line[..60] + "...";
        _console.Warn($"{lines.Name}: a tab is read as a blank between two words; a file of two columns, source and target, is named .tsv: '{start}'");
    }

    private void WarnOfCut(string place, IReadOnlyList<TranslatedText> translations)
    {
        string which = translations.Count == 1 ? "the translation was" : $"{translations.Count(one => one.IsCut)} of {translations.Count} translations were";
        _console.Warn($"{place}: {which} cut at --max-length, {Plural.Of(_request.Beam.MaxLength, "symbol")}");
    }

    private void WarnOfLongSource(LineReader lines, int symbols) =>
        _console.Warn($"{lines.Name}:{lines.LineNumber}: only the first {SourceBuffer.MostSymbols} of {symbols} symbols are translated");
}
