using System.Globalization;
using Rnnctl.Files;
using Rnnctl.Inference.Tracing;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Trace;

/// <summary>Traces sentences as they arrive, one by one, and draws the first.</summary>
/// <param name="request">What is shown.</param>
/// <param name="tracer">Traces the sentences.</param>
/// <param name="console">Where traces and notes go.</param>
internal sealed class TraceFilter(TraceRequest request, ISentenceTracer tracer, ToolConsole console)
{
    private int _sentences;
    private bool _isDrawn;

    /// <summary>Refuses a line that has more tokens than can be traced at once.</summary>
    /// <exception cref="InputException">The sentence is too long.</exception>
    public static void RequireShort(LineReader lines, string line, ISentenceTracer tracer)
    {
        int tokens = tracer.TokensOf(line).Count;
        if (tokens > tracer.LongestSentence)
        {
            throw lines.Error(
                string.Create(CultureInfo.InvariantCulture, $"a sentence of {tokens} tokens; at most {tracer.LongestSentence} can be traced at once"));
        }
    }

    /// <summary>Traces all sentences of one input.</summary>
    /// <exception cref="InputException">A line is not UTF-8 text, or too long.</exception>
    public void Trace(LineReader lines, CancellationToken cancellation)
    {
        while (lines.TryRead(out ReadOnlySpan<char> text))
        {
            string line = text.ToString();
            RequireShort(lines, line, tracer);
            tracer.Run([line], (_, trace) => Write(line, trace), cancellation);
            if (!lines.HasBufferedLine) console.Output.Flush();
        }
    }

    /// <summary>Says what was not done.</summary>
    /// <exception cref="InputException">There was nothing to draw.</exception>
    public void Complete()
    {
        if (request.Svg is null) return;
        if (!_isDrawn) throw new InputException("--svg: the input has no sentence to draw");
        if (_sentences > 1) console.Note($"{request.Svg} shows the first sentence of {_sentences}");
    }

    private void Write(string line, SentenceTrace trace)
    {
        bool isBlank = trace.Tokens.Count == 0;
        IReadOnlyList<LayerTrace> layers = isBlank ? [] : request.Parts.Of(request.Model, trace);
        if (!isBlank && !_isDrawn && request.Svg is { } svg) Draw(svg, line, trace, layers);
        if (request.Json) TraceJson.Write(console.Output, trace with { Layers = layers }, request.Parts.Units);
        else if (!isBlank && !OutputFile.IncludeStandardOutput(request.Svg)) WriteTable(line, trace, layers);
        if (!isBlank) _sentences++;
    }

    private void WriteTable(string line, SentenceTrace trace, IReadOnlyList<LayerTrace> layers)
    {
        int units = layers.Max(layer => layer.Values.Max(value => value.Width));
        if (_sentences == 0 && request.Parts.Units.Count == 0 && units > TraceTable.UsualUnits)
            console.Note($"the table shows the units 1 to {TraceTable.UsualUnits} of {units}; --unit N... chooses others, --json and --svg show all");
        if (_sentences > 0) console.Table.WriteLine();
        TraceTable.Write(console.Table, line, trace, layers, request.Parts.Units);
    }

    private void Draw(string path, string line, SentenceTrace trace, IReadOnlyList<LayerTrace> layers)
    {
        IEnumerable<UnitMap> maps = layers.SelectMany(layer => layer.Values.Select(value => MapOf(layer, value)));
        UnitMapFigure figure = new($"{ModelName.Of(request.Model)}: {line}", trace.Tokens, [.. maps.Where(map => map.Units.Count > 0)]);
        if (figure.Cells > UnitMapDrawing.MostCells)
        {
            throw new InputException(
                string.Create(
                    CultureInfo.InvariantCulture, $"--svg: a picture of {figure.Cells:N0} values is too large; it may have {UnitMapDrawing.MostCells:N0}"),
                "choose what is drawn: --layer, --direction, --unit");
        }

        OutputFile.Write(path, UnitMapDrawing.Draw(figure), console);
        _isDrawn = true;
    }

    private UnitMap MapOf(LayerTrace layer, TracedNumbers value)
    {
        int[] units = [.. (request.Parts.Units.Count > 0 ? request.Parts.Units : Enumerable.Range(1, value.Width)).Where(unit => unit <= value.Width)];
        int tokens = value.Numbers.Length / value.Width;
        double[][] numbers = [.. units.Select(unit => Enumerable.Range(0, tokens).Select(token => (double)value.At(token, unit - 1)).ToArray())];
        return new UnitMap(DirectionName.Of(layer), value.Name, units, numbers);
    }
}
