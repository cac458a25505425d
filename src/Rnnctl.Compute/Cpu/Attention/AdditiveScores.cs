using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>S_ij = scale · v · tanh(Q_i + K_j) for one piece after the other, on the packed rows where they lie.</summary>
/// <param name="matrices">Queries and keys.</param>
/// <param name="scorer">v, <c>[1, heads · d]</c>; null for dot products.</param>
/// <param name="width">d.</param>
/// <param name="scale">What the scores are multiplied by.</param>
internal readonly unsafe struct AdditiveScores<T, TLanes>(AttentionMatrices<T, TLanes> matrices, T* scorer, int width, T scale)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Whether scores are additive.</summary>
    public bool Exist => scorer != null;

    /// <summary>Writes a piece's scores, <c>[T_q, T_k]</c>.</summary>
    public void Score(AttentionPiece piece, Matrix<T> scores)
    {
        int column = piece.Head * width;
        for (int i = 0; i < scores.Rows; i++)
        {
            T* q = matrices.Queries.Row(piece.QuerySequence, i) + column;
            for (int j = 0; j < scores.Columns; j++)
                scores.Row(i)[j] = scale * Score(scorer + column, q, matrices.Keys.Row(piece.KeySequence, j) + column, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Score(T* v, T* q, T* k, int count)
    {
        TLanes sums = TLanes.Zero;
        int c = 0;
        for (; c + TLanes.Count <= count; c += TLanes.Count)
            sums = TLanes.MultiplyAdd(TLanes.Load(v + c), TLanes.Tanh(TLanes.Load(q + c) + TLanes.Load(k + c)), sums);
        ScalarLanes<T> rest = ScalarLanes<T>.Zero;
        for (; c < count; c++)
        {
            ScalarLanes<T> t = ScalarLanes<T>.Tanh(ScalarLanes<T>.Load(q + c) + ScalarLanes<T>.Load(k + c));
            rest = ScalarLanes<T>.MultiplyAdd(ScalarLanes<T>.Load(v + c), t, rest);
        }

        return TLanes.Sum(sums) + ScalarLanes<T>.Sum(rest);
    }
}
