using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>Additive scores and their gradients for one head and one pair of sequences. The rows are read in place from the packed batch.</summary>
internal static unsafe class AdditiveScores<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>S_ij ← v · tanh(Q_i + K_j).</summary>
    public static void Score(T* v, HeadRows<T, TLanes> q, HeadRows<T, TLanes> k, Matrix<T> s)
    {
        for (int i = 0; i < s.Rows; i++)
        {
            for (int j = 0; j < s.Columns; j++) s.Row(i)[j] = RowLoop<T, TLanes>.Sum(default(AdditiveScore<T>), k.Columns, q.Row(i), k.Row(j), v);
        }
    }

    /// <summary>
    /// The gradients of v, Q and K, given dS (which includes the scale), with t = tanh(Q_i + K_j) computed again:
    /// <code>
    /// dv ← Σ_ij dS_ij t,   dQ_i += Σ_j dS_ij v ⊙ (1 - t²),   dK_j += Σ_i dS_ij v ⊙ (1 - t²)
    /// </code>
    /// </summary>
    /// <param name="dS">dS, <c>[T_q, T_k]</c>.</param>
    /// <param name="v">v, <c>[1, d]</c>.</param>
    /// <param name="q">Q, <c>[T_q, d]</c>.</param>
    /// <param name="k">K, <c>[T_k, d]</c>.</param>
    /// <param name="dv">dv, <c>[1, d]</c>.</param>
    /// <param name="dQ">dQ, <c>[T_q, d]</c>, or <c>default</c> if it is not needed.</param>
    /// <param name="dK">dK, <c>[T_k, d]</c>, or <c>default</c> if it is not needed.</param>
    public static void Backward(
        Matrix<T> dS, T* v, HeadRows<T, TLanes> q, HeadRows<T, TLanes> k, T* dv, HeadRows<T, TLanes> dQ, HeadRows<T, TLanes> dK)
    {
        new Span<T>(dv, k.Columns).Clear();
        for (int j = 0; j < dS.Columns; j++)
        {
            for (int i = 0; i < dS.Rows; i++)
                Backward(dS.Row(i)[j], v, q.Row(i), k.Row(j), dv, dQ.Exist ? dQ.Row(i) : null, dK.Exist ? dK.Row(j) : null, k.Columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward(T dS, T* v, T* q, T* k, T* dv, T* dQ, T* dK, int count)
    {
        int c = 0;
        for (; c + TLanes.Count <= count; c += TLanes.Count) BackwardColumns(TLanes.Broadcast(dS), v, q, k, dv, dQ, dK, c);
        for (; c < count; c++) BackwardColumns(ScalarLanes<T>.Broadcast(dS), v, q, k, dv, dQ, dK, c);
    }

    /// <summary>Processes one register of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackwardColumns<TColumns>(TColumns dS, T* v, T* q, T* k, T* dv, T* dQ, T* dK, int column)
        where TColumns : struct, ILanes<TColumns, T>
    {
        TColumns t = TColumns.Tanh(TColumns.Load(q + column) + TColumns.Load(k + column));
        TColumns.Store(TColumns.MultiplyAdd(dS, t, TColumns.Load(dv + column)), dv + column);
        TColumns slope = TColumns.Load(v + column) * (TColumns.Constant(1) - (t * t));
        if (dQ != null) TColumns.Store(TColumns.MultiplyAdd(dS, slope, TColumns.Load(dQ + column)), dQ + column);
        if (dK != null) TColumns.Store(TColumns.MultiplyAdd(dS, slope, TColumns.Load(dK + column)), dK + column);
    }
}
