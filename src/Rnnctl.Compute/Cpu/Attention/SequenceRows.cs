using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>A packed matrix as the rows of its sequences.</summary>
/// <param name="matrix">The packed matrix.</param>
/// <param name="offsets">The first row of each step.</param>
/// <param name="width">The columns of a head.</param>
internal readonly unsafe struct SequenceRows<T, TLanes>(Matrix<T> matrix, int* offsets, int width)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Whether there is a matrix.</summary>
    public bool Exist => matrix.Pointer != null;

    /// <summary>The columns of one head of a sequence of queries.</summary>
    public HeadRows<T, TLanes> OfQueries(AttentionPiece piece) => Of(piece.QuerySequence, piece.Head, piece.Queries);

    /// <summary>The columns of one head of a sequence of keys.</summary>
    public HeadRows<T, TLanes> OfKeys(AttentionPiece piece) => Of(piece.KeySequence, piece.Head, piece.Keys);

    private HeadRows<T, TLanes> Of(int sequence, int head, int length) =>
        new(Exist ? matrix.Row(sequence) + ((nint)head * width) : null, matrix.Stride, offsets, length, width);
}
