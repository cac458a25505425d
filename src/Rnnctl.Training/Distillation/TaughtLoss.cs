using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Taggers;

namespace Rnnctl.Training.Distillation;

/// <summary>Adds teachers' distributions to the loss of a student: for one shard, with memory of its own.</summary>
/// <param name="teachers">The distributions of the corpus.</param>
/// <param name="weight">Their weight in the loss.</param>
internal sealed class TaughtLoss(LabelDistributions teachers, double weight)
{
    private float[] _rows = [];

    /// <summary>The shard's share of the loss, <c>[1, 1]</c>: see <see cref="DistilledLoss{T}"/>.</summary>
    /// <param name="tape">The shard's tape.</param>
    /// <param name="gold">Its share of the loss of the gold labels.</param>
    /// <param name="logits">The student's logits, <c>[N, labels]</c>.</param>
    /// <param name="steps">The shape of the shard's batch, whose sequences have the sentences' numbers.</param>
    /// <param name="counted">The tokens of the whole batch.</param>
    public Variable<float> Of(Tape<float> tape, Variable<float> gold, Variable<float> logits, PackedSteps steps, int counted)
    {
        Tensor<float> targets = tape.NewTensor(logits.Rows, logits.Columns);
        if (_rows.Length < targets.Count) _rows = new float[Math.Max(2 * _rows.Length, targets.Count)];
        Span<float> rows = _rows.AsSpan(0, targets.Count);
        teachers.Read(steps, rows);
        tape.Backend.Upload<float>(rows, targets);
        return DistilledLoss<float>.Apply(tape, gold, logits, targets, weight, counted);
    }
}
