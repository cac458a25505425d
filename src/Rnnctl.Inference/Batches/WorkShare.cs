namespace Rnnctl.Inference.Batches;

/// <summary>The part of an evaluation that falls to this process, where several share it.</summary>
/// <param name="Part">The number of the part, from 0.</param>
/// <param name="Parts">The number of parts.</param>
/// <param name="SumLabels">Replaces whole numbers by their sums over all parts.</param>
/// <param name="Sum">Replaces numbers by their sums over all parts.</param>
public sealed record WorkShare(int Part, int Parts, Action<Span<int>> SumLabels, Action<Span<double>> Sum)
{
    /// <summary>Whether a batch or a sequence with this number belongs to the part.</summary>
    public bool Includes(int number) => number % Parts == Part;
}
