using System.Runtime.CompilerServices;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Training.Distillation;

/// <summary>
/// The distribution over the labels that teachers give each token of a corpus. Labels that are less than 1e-5 times as probable as the most probable one
/// are left out, and the others' made to sum to 1: teachers are sure of most tokens, so that a token takes some dozen bytes, whatever the number of labels.
/// </summary>
/// <param name="labels">The number of labels.</param>
public sealed class LabelDistributions(int labels)
{
    private const double Least = 1e-5;

    private readonly List<LabelProbability[]> _sentences = [];
    private readonly List<LabelProbability> _open = [];

    /// <summary>The number of labels.</summary>
    public int Labels => labels;

    /// <summary>The number of sentences.</summary>
    public int Sentences => _sentences.Count;

    /// <summary>The memory of the probabilities.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds the next sentence.</summary>
    /// <param name="probabilities">Its tokens' distributions, <c>[tokens, labels]</c> row after row.</param>
    public void Add(ReadOnlySpan<double> probabilities)
    {
        _open.Clear();
        for (int token = 0; token < probabilities.Length / labels; token++) AddToken(token, probabilities.Slice(token * labels, labels));
        _sentences.Add([.. _open]);
        Bytes += (long)_open.Count * Unsafe.SizeOf<LabelProbability>();
    }

    /// <summary>Writes the distributions of a batch's tokens. Several threads may do so side by side.</summary>
    /// <param name="steps">The packed batch's shape, whose sequences have the sentences' numbers.</param>
    /// <param name="rows">Receives the distributions, <c>[N, labels]</c> row after row.</param>
    public void Read(PackedSteps steps, Span<float> rows)
    {
        rows.Clear();
        for (int place = 0; place < steps.Sequences; place++)
        {
            foreach (LabelProbability one in _sentences[steps.Numbers[place]])
                rows[((steps.Offset(one.Token) + place) * labels) + one.Label] = one.Probability;
        }
    }

    private void AddToken(int token, ReadOnlySpan<double> distribution)
    {
        double largest = 0, sum = 0;
        foreach (double probability in distribution) largest = Math.Max(largest, probability);
        foreach (double probability in distribution) sum += probability >= Least * largest ? probability : 0;
        for (int label = 0; label < labels; label++)
        {
            if (distribution[label] >= Least * largest) _open.Add(new LabelProbability(token, label, (float)(distribution[label] / sum)));
        }
    }

    private readonly record struct LabelProbability(int Token, int Label, float Probability);
}
