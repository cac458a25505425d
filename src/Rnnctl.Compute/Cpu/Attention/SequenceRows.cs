using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>A packed matrix, seen as the rows of its sequences.</summary>
/// <param name="matrix">The packed matrix.</param>
/// <param name="offsets">Where each step's rows begin.</param>
/// <param name="width">The columns of a head.</param>
internal readonly unsafe struct SequenceRows<T, TLanes>(Matrix<T> matrix, int* offsets, int width)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Whether there is a matrix.</summary>
    public bool Exist => matrix.Pointer != null;

    /// <summary>One head's columns of a sequence of queries.</summary>
    public HeadRows<T, TLanes> OfQueries(AttentionPiece piece) => Of(piece.QuerySequence, piece.Head, piece.Queries);

    /// <summary>One head's columns of a sequence of keys.</summary>
    public HeadRows<T, TLanes> OfKeys(AttentionPiece piece) => Of(piece.KeySequence, piece.Head, piece.Keys);

    private HeadRows<T, TLanes> Of(int sequence, int head, int length) =>
        new(Exist ? matrix.Row(sequence) + ((nint)head * width) : null, matrix.Stride, offsets, length, width);
}
