using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// From the gradient of additive scores to those of queries, keys and scorer, for one piece after the other, on the packed rows where they lie. With
/// t = tanh(Q_i + K_j), which is computed anew,
/// <code>
/// dQ_i += Σ_j dS_ij v ⊙ (1 - t²),   dK_j += Σ_i dS_ij v ⊙ (1 - t²),   dv = Σ_ij dS_ij t
/// </code>
/// Every piece has a row part of its own for dv: their sum is taken when all are there, in one order.
/// </summary>
/// <param name="matrices">Queries and keys.</param>
/// <param name="gradients">Their gradients, where they exist.</param>
/// <param name="scorer">v, <c>[1, heads · d]</c>; null for dot products.</param>
/// <param name="scorerGradients">dv of every sequence of queries, <c>[sequences, heads · d]</c>.</param>
/// <param name="width">d.</param>
internal readonly unsafe struct AdditiveGradients<T, TLanes>(
    AttentionMatrices<T, TLanes> matrices, AttentionMatrices<T, TLanes> gradients, T* scorer, Matrix<T> scorerGradients, int width)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Whether scores are additive.</summary>
    public bool Exist => scorer != null;

    /// <summary>Goes on from a piece's dS, <c>[T_q, T_k]</c>, which has the scores' scale in it.</summary>
    public void Add(AttentionPiece piece, Matrix<T> dS)
    {
        int column = piece.Head * width, last = column + width;
        for (; column + TLanes.Count <= last; column += TLanes.Count) AddColumns<TLanes>(piece, column, dS);
        for (; column < last; column++) AddColumns<ScalarLanes<T>>(piece, column, dS);
    }

    /// <summary>A register's worth of columns: v, dv, Q_i and dQ_i stay in registers while the keys stream past them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddColumns<TColumns>(AttentionPiece piece, int column, Matrix<T> dS)
        where TColumns : struct, ILanes<TColumns, T>
    {
        TColumns one = TColumns.Constant(1), v = TColumns.Load(scorer + column), dv = TColumns.Zero;
        for (int i = 0; i < dS.Rows; i++)
        {
            TColumns q = TColumns.Load(matrices.Queries.Row(piece.QuerySequence, i) + column), dQ = TColumns.Zero;
            for (int j = 0; j < dS.Columns; j++)
            {
                TColumns t = TColumns.Tanh(q + TColumns.Load(matrices.Keys.Row(piece.KeySequence, j) + column));
                TColumns d = TColumns.Broadcast(dS.Row(i)[j]);
                dv = TColumns.MultiplyAdd(d, t, dv);
                d *= v * (one - (t * t));
                dQ += d;
                if (gradients.Keys.Exist) AddTo(gradients.Keys.Row(piece.KeySequence, j) + column, d);
            }

            if (gradients.Queries.Exist) AddTo(gradients.Queries.Row(piece.QuerySequence, i) + column, dQ);
        }

        TColumns.Store(dv, scorerGradients.Row(piece.QuerySequence) + column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TColumns>(T* sum, TColumns term)
        where TColumns : struct, ILanes<TColumns, T> => TColumns.Store(TColumns.Load(sum) + term, sum);
}
