using ILGPU;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>The rows of a packed batch, and for each sequence its partner in another batch.</summary>
internal readonly struct SequenceView
{
    /// <summary>The first row of each step.</summary>
    public required ArrayView<int> Offsets { get; init; }

    /// <summary>The sequences' lengths.</summary>
    public required ArrayView<int> Lengths { get; init; }

    /// <summary>The index of each sequence's partner in the other batch; negative if it has none.</summary>
    public required ArrayView<int> Partners { get; init; }

    /// <summary>The step of each row.</summary>
    public required ArrayView<int> Steps { get; init; }

    /// <summary>The sequence of a row.</summary>
    public int SequenceOf(int row) => row - Offsets[Steps[row]];

    /// <summary>The row of a sequence's step.</summary>
    public int Row(int sequence, int step) => Offsets[step] + sequence;
}
