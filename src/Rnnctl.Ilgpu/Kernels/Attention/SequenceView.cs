using ILGPU;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>A packed batch's rows, and which sequence of another batch belongs to each of its own.</summary>
internal readonly struct SequenceView
{
    /// <summary>Where each step's rows begin.</summary>
    public required ArrayView<int> Offsets { get; init; }

    /// <summary>The sequences' lengths.</summary>
    public required ArrayView<int> Lengths { get; init; }

    /// <summary>Each sequence's place in the other batch, negative where none belongs to it.</summary>
    public required ArrayView<int> Partners { get; init; }

    /// <summary>Each row's step.</summary>
    public required ArrayView<int> Steps { get; init; }

    /// <summary>A row's sequence.</summary>
    public int SequenceOf(int row) => row - Offsets[Steps[row]];

    /// <summary>The row of a sequence's step.</summary>
    public int Row(int sequence, int step) => Offsets[step] + sequence;
}
