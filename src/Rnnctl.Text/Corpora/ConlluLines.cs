using System.Runtime.InteropServices;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Lines of CoNLL-U as they were read, comments, multiword ranges and empty nodes among them, and the place of each word's label: output repeats them with
/// other labels. The buffer is reused and allocates nothing once it is large enough.
/// </summary>
public sealed class ConlluLines
{
    private const int MostCharacters = 1 << 28;

    private readonly List<(int Start, int Length, int LabelStart, int LabelLength)> _lines = [];
    private readonly List<int> _ends = [];
    private char[] _text = new char[1 << 12];
    private int _length;

    /// <summary>Removes all sentences. Lines after the last one stay: they belong to the next.</summary>
    public void Clear()
    {
        int ended = _ends.Count > 0 ? _ends[^1] : 0;
        int start = ended < _lines.Count ? _lines[ended].Start : _length;
        _text.AsSpan(start, _length - start).CopyTo(_text);
        _length -= start;
        _lines.RemoveRange(0, ended);
        foreach (ref var line in CollectionsMarshal.AsSpan(_lines)) line.Start -= start;
        _ends.Clear();
    }

    /// <summary>Writes a sentence's lines, with those since the sentence before, and the blank line after it.</summary>
    /// <param name="output">The output.</param>
    /// <param name="sentence">The sentence.</param>
    /// <param name="labels">The id of each word's label: <c>[words]</c>.</param>
    /// <param name="symbols">The labels, in the order of their ids.</param>
    /// <param name="intent">The sentence's intent, which becomes its last comment in place of one that it has; null for none.</param>
    public void Write(TextWriter output, int sentence, ReadOnlySpan<int> labels, IReadOnlyList<string> symbols, string? intent = null)
    {
        int word = 0;
        bool isToCome = intent is not null;
        foreach ((int start, int length, int labelStart, int labelLength) in Slice(sentence == 0 ? 0 : _ends[sentence - 1], _ends[sentence]))
        {
            ReadOnlySpan<char> line = _text.AsSpan(start, length);
            if (isToCome && SentenceIntent.TryRead(line, out _)) continue;
            if (isToCome && !Blanks.Trim(line).IsEmpty && line[0] != '#')
            {
                output.Write($"{SentenceIntent.Comment}{intent}\n");
                isToCome = false;
            }

            if (labelStart < 0)
            {
                output.Write(line);
            }
            else
            {
                output.Write(line[..labelStart]);
                output.Write(symbols[labels[word++]]);
                output.Write(line[(labelStart + labelLength)..]);
            }

            output.Write('\n');
        }
    }

    /// <summary>Writes the lines after the last sentence, and forgets them.</summary>
    public void WriteRest(TextWriter output)
    {
        Clear();
        foreach ((int start, int length, _, _) in Slice(0, _lines.Count))
        {
            output.Write(_text.AsSpan(start, length));
            output.Write('\n');
        }

        _lines.Clear();
        _length = 0;
    }

    /// <summary>Adds a line without a label.</summary>
    internal void Add(ReadOnlySpan<char> line) => Add(line, -1, 0);

    /// <summary>Adds a word's line.</summary>
    internal void Add(ReadOnlySpan<char> line, int labelStart, int labelLength)
    {
        if (_length + line.Length > MostCharacters)
            throw new InputException($"a sentence has more than {MostCharacters:N0} characters", "end each sentence by a blank line");
        if (_text.Length - _length < line.Length) Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + line.Length));
        line.CopyTo(_text.AsSpan(_length));
        _lines.Add((_length, line.Length, labelStart, labelLength));
        _length += line.Length;
    }

    /// <summary>Completes a sentence.</summary>
    internal void EndSentence() => _ends.Add(_lines.Count);

    private ReadOnlySpan<(int Start, int Length, int LabelStart, int LabelLength)> Slice(int start, int end) => CollectionsMarshal.AsSpan(_lines)[start..end];
}
