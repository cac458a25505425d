using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>Makes the labels of a corpus, as they are written, to the ids that a model learns. Not thread-safe.</summary>
internal sealed class LearntLabels
{
    private readonly SymbolTable _written, _target = new();
    private readonly Vocabulary _learnt;
    private readonly SpanConverter? _converter;
    private readonly List<int> _ids = [];
    private int[] _converted = [];

    /// <summary>The labels of a corpus for a model.</summary>
    /// <param name="written">The labels as written.</param>
    /// <param name="scheme">The scheme in which the model learns them.</param>
    /// <param name="learnt">The model's labels.</param>
    public LearntLabels(SymbolTable written, LabelScheme scheme, Vocabulary learnt)
    {
        (_written, _learnt) = (written, learnt);
        if (scheme == LabelScheme.Keep) _ids.AddRange(learnt.MapFrom(written));
        else _converter = new SpanConverter(written.Symbols, scheme, _target);
    }

    /// <summary>The number of a label as it is written; -1 if the corpus does not have it, and so has changed.</summary>
    public int Find(ReadOnlySpan<char> label) => _written.TryFind(label, out int number) ? number : -1;

    /// <summary>The ids of a sentence's labels, <c>[tokens]</c>; valid until the next call.</summary>
    /// <param name="labels">Their numbers as they are written.</param>
    public ReadOnlySpan<int> Of(ReadOnlySpan<int> labels)
    {
        if (labels.Contains(-1)) return labels;
        if (_converted.Length < labels.Length) _converted = new int[Math.Max(2 * _converted.Length, labels.Length)];
        if (_converter is null) labels.CopyTo(_converted);
        else _converter.Convert(labels, _converted);
        while (_ids.Count < _target.Count) _ids.Add(_learnt.Find(_target[_ids.Count]));
        for (int token = 0; token < labels.Length; token++) _converted[token] = _ids[_converted[token]];
        return _converted.AsSpan(0, labels.Length);
    }
}
