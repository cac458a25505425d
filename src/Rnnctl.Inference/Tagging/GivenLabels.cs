using Rnnctl.Text;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tagging;

/// <summary>The output labels for the labels that a model has learnt: the same, or its spans in another scheme.</summary>
public sealed class GivenLabels
{
    private readonly SpanConverter? _converter;
    private readonly int[] _ids = [];
    private int[] _given = [];

    /// <summary>The output labels for the labels of a model.</summary>
    /// <param name="learnt">The model's labels.</param>
    /// <param name="scheme">The scheme to give them in; <see cref="LabelScheme.Keep"/> for the model's own.</param>
    /// <param name="target">The table to which all possible output labels are added.</param>
    public GivenLabels(Vocabulary learnt, LabelScheme scheme, SymbolTable target)
    {
        if (scheme == LabelScheme.Keep)
        {
            _ids = [.. learnt.Symbols.Select(label => target.Add(label))];
            return;
        }

        _converter = new SpanConverter(learnt.Symbols, scheme, target);
        _converter.AddAllLabels();
    }

    /// <summary>The labels of a sentence, <c>[tokens]</c>, ids in the target; valid until the next call.</summary>
    /// <param name="labels">The labels of the model, <c>[tokens]</c>, ids of its vocabulary.</param>
    public ReadOnlySpan<int> Of(ReadOnlySpan<int> labels)
    {
        if (_given.Length < labels.Length) _given = new int[Math.Max(2 * _given.Length, labels.Length)];
        if (_converter is null)
        {
            for (int token = 0; token < labels.Length; token++) _given[token] = _ids[labels[token]];
        }
        else
        {
            _converter.Convert(labels, _given);
        }

        return _given.AsSpan(0, labels.Length);
    }
}
