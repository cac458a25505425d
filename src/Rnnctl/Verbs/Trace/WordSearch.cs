using Rnnctl.Files;
using Rnnctl.Inference.Tracing;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Trace;

/// <summary>
/// Searches for the units that remember a word: they separate the tokens that a direction reads after the word in the same sentence from those that it reads
/// before it or in sentences without it. The word's own tokens belong to neither.
/// </summary>
internal static class WordSearch
{
    private const int LinesAtOnce = 256;

    /// <summary>Searches the sentences of all inputs.</summary>
    /// <exception cref="InputException">A file cannot be read, or no token comes after the word.</exception>
    public static SearchResult Run(TraceRequest request, string word, ISentenceTracer tracer, ToolConsole console, CancellationToken cancellation)
    {
        var samples = new StateSamples(request.Parts, request.Model);
        bool isCut = false, isFound = false;
        foreach (LineReader lines in FilterInput.Open(request.Files, console))
        {
            using (lines)
            {
                foreach (string[] portion in Lines(lines, tracer).Chunk(LinesAtOnce))
                {
                    isCut |= samples.IsFull;
                    if (!isCut) tracer.Run(portion, Add, cancellation);
                }
            }
        }

        if (!isFound) throw new InputException($"--search-word {word}: no sentence has this word");
        if (samples.Sizes is { With: 0 } or { Without: 0 })
            throw new InputException($"--search-word {word}: expected tokens after the word, and others before it or in sentences without it");
        return SearchResult.Of(word, samples, request.Count, isCut ? samples.Tokens : null, console);

        void Add(int sentence, SentenceTrace trace)
        {
            if (trace.Tokens.Count == 0) return;
            int first = -1, last = -1;
            for (int token = 0; token < trace.Tokens.Count; token++)
            {
                if (trace.Tokens[token] != word) continue;
                last = token;
                if (first < 0) first = token;
            }

            isFound |= first >= 0;
            samples.Add(trace, (token, isReverse) => trace.Tokens[token] == word ? null : first >= 0 && (isReverse ? token < last : token > first));
        }
    }

    private static IEnumerable<string> Lines(LineReader lines, ISentenceTracer tracer)
    {
        while (Next(lines) is { } line)
        {
            TraceFilter.RequireShort(lines, line, tracer);
            yield return line;
        }
    }

    private static string? Next(LineReader lines) => lines.TryRead(out ReadOnlySpan<char> line) ? line.ToString() : null;
}
