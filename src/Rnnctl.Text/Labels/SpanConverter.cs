using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Labels;

/// <summary>
/// Converts labels to another scheme. Spans are read as <c>conlleval.pl</c> reads them, in every scheme. So no span score changes, and labels that
/// break their scheme are corrected. Labels that mark no span stay as they are.
/// </summary>
public sealed class SpanConverter
{
    private const string Tags = "BIES", BilouTags = "BILU", BmesTags = "BMES";

    private readonly IReadOnlyList<string> _symbols;
    private readonly SymbolTable _target, _types = new();
    private readonly LabelScheme _scheme;
    private readonly SpanLabel[] _labels;
    private readonly int[] _converted;

    /// <summary>A converter of labels that mark spans (<see cref="SpanLabelling"/>).</summary>
    /// <param name="labels">The labels, in the order of their ids.</param>
    /// <param name="scheme">The scheme to write, other than <see cref="LabelScheme.Keep"/>.</param>
    /// <param name="target">The table that the converted labels are added to.</param>
    public SpanConverter(IReadOnlyList<string> labels, LabelScheme scheme, SymbolTable target)
    {
        if (scheme == LabelScheme.Keep) throw new ArgumentException("expected a scheme to convert to, found Keep", nameof(scheme));
        (_symbols, _scheme, _target) = (labels, scheme, target);
        _types.Add("");
        _labels = [.. labels.Select(Read)];
        _converted = new int[_types.Count * Tags.Length];
        Array.Fill(_converted, -1);
    }

    /// <summary>Returns a corpus with the same tokens and converted labels.</summary>
    public static LabelledCorpus Convert(LabelledCorpus corpus, LabelScheme scheme)
    {
        var table = new SymbolTable();
        var converter = new SpanConverter(corpus.LabelSymbols.Symbols, scheme, table);
        int[] labels = new int[corpus.Tokens];
        int start = 0;
        for (int sentence = 0; sentence < corpus.Sentences; sentence++)
        {
            converter.Convert(corpus.LabelsOf(sentence), labels.AsSpan(start));
            start += corpus.LengthOf(sentence);
        }

        return corpus.WithLabels(table, labels);
    }

    /// <summary>Adds every possible label of the spans' types to the target, for a reader that must know all labels in advance.</summary>
    public void AddAllLabels()
    {
        _target.Add("O");
        for (int label = 0; label < _labels.Length; label++)
        {
            if (!_labels[label].IsMark) _target.Add(_symbols[label]);
            else for (int tag = 0; tag < (_scheme is LabelScheme.Iob1 or LabelScheme.Iob2 ? 2 : Tags.Length); tag++) Label(_labels[label].Type, tag);
        }
    }

    /// <summary>Converts a sentence.</summary>
    /// <param name="labels">Its labels, <c>[tokens]</c>, as ids.</param>
    /// <param name="converted">Receives the converted labels, <c>[tokens]</c> or longer, ids in the target.</param>
    public void Convert(ReadOnlySpan<int> labels, Span<int> converted)
    {
        int last = LabelContext.None;
        for (int token = 0; token < labels.Length; token++)
        {
            converted[token] = Convert(last, labels[token], token + 1 < labels.Length ? labels[token + 1] : LabelContext.None);
            last = labels[token];
        }
    }

    /// <summary>Converts a label between its neighbours, all as ids; <see cref="LabelContext.None"/> beyond the ends of the sentence.</summary>
    internal int Convert(int last, int label, int next)
    {
        SpanLabel before = At(last), here = At(label);
        bool joins = before.IsMark && before.Type == here.Type;
        return here.IsMark ? Place(here.StartsAfter(before), At(next).Ends(here), joins, here.Type) : _target.Add(_symbols[label]);
    }

    private string TagsOfScheme => _scheme switch { LabelScheme.Bilou => BilouTags, LabelScheme.Bmes => BmesTags, _ => Tags };

    /// <summary>The label of a token inside a span. <paramref name="joins"/> says that a span of the same type may end right before it.</summary>
    private int Place(bool starts, bool ends, bool joins, int type) => _scheme switch
    {
        LabelScheme.Iob1 => Label(type, starts && joins ? 0 : 1),
        LabelScheme.Iob2 => Label(type, starts ? 0 : 1),
        _ => Label(type, starts ? ends ? 3 : 0 : ends ? 2 : 1),
    };

    private int Label(int type, int tag)
    {
        int place = (type * Tags.Length) + tag;
        if (_converted[place] < 0) _converted[place] = _target.Add($"{TagsOfScheme[tag]}{(_types[type].Length == 0 ? "" : "-")}{_types[type]}");
        return _converted[place];
    }

    private SpanLabel At(int label) => label == LabelContext.None ? default : _labels[label];

    private SpanLabel Read(string label)
    {
        (SpanTag tag, string type) = SpanLabel.Divide(label);
        return new SpanLabel(tag, _types.Add(type));
    }
}
