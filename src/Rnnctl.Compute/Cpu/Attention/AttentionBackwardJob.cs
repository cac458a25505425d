using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// dV += Aᵀ dO, dA = dO Vᵀ, dS = scale · A ⊙ (dA - Σ_k A ⊙ dA), and then dQ += dS K, dK += dSᵀ Q or what additive scores have in their place, for
/// every piece, dealt out as forward.
/// </summary>
/// <param name="pieces">The pieces.</param>
/// <param name="matrices">Queries, keys and values.</param>
/// <param name="gradients">Their gradients, where they exist.</param>
/// <param name="keyWidth">d.</param>
/// <param name="valueWidth">d_v.</param>
/// <param name="additive">What leads on from additive scores, where it is they that were taken.</param>
/// <param name="scale">What the scores are multiplied by.</param>
/// <param name="weights">A.</param>
/// <param name="outputGradient">dO, <c>[N_q, heads · d_v]</c>.</param>
/// <param name="memory">Working memory for each thread.</param>
internal readonly unsafe struct AttentionBackwardJob<T, TLanes>(
    AttentionPieces pieces,
    AttentionMatrices<T, TLanes> matrices,
    AttentionMatrices<T, TLanes> gradients,
    int keyWidth,
    int valueWidth,
    AdditiveGradients<T, TLanes> additive,
    T scale,
    T* weights,
    SequenceRows<T, TLanes> outputGradient,
    AttentionMemory<T, TLanes> memory) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        AttentionMemory<T, TLanes> own = memory.OfPart(part);
        for (int piece = part; piece < pieces.Count; piece += parts) Walk(pieces[piece], own);
    }

    private void Walk(AttentionPiece piece, AttentionMemory<T, TLanes> own)
    {
        Matrix<T> a = new(weights + piece.FirstWeight, piece.Queries, piece.Keys, piece.Keys);
        Matrix<T> dO = own.Outputs(piece.Queries, valueWidth);
        outputGradient.Gather(piece.QuerySequence, piece.Head * valueWidth, dO);
        if (gradients.Values.Exist) AddToValues(piece, a, dO, own);
        if (!gradients.Queries.Exist && !gradients.Keys.Exist && !additive.Exist) return;
        Matrix<T> dS = ScoreGradient(piece, a, dO, own);
        if (additive.Exist) additive.Add(piece, dS);
        else Multiply(piece, dS, own);
    }

    private void Multiply(AttentionPiece piece, Matrix<T> dS, AttentionMemory<T, TLanes> own)
    {
        if (gradients.Queries.Exist) AddToQueries(piece, dS, own);
        if (gradients.Keys.Exist) AddToKeys(piece, dS, own);
    }

    private void AddToValues(AttentionPiece piece, Matrix<T> a, Matrix<T> dO, AttentionMemory<T, TLanes> own)
    {
        Matrix<T> dV = own.KeyGradient(piece.Keys, valueWidth);
        SerialProduct<T, TLanes>.TransposedMultiply(a, dO, dV, own.Products);
        gradients.Values.Add(dV, piece.KeySequence, piece.Head * valueWidth);
    }

    private Matrix<T> ScoreGradient(AttentionPiece piece, Matrix<T> a, Matrix<T> dO, AttentionMemory<T, TLanes> own)
    {
        Matrix<T> v = own.Keys(piece.Keys, valueWidth), dS = own.Scores(piece.Queries, piece.Keys);
        matrices.Values.Gather(piece.KeySequence, piece.Head * valueWidth, v);
        SerialProduct<T, TLanes>.MultiplyTransposed(dO, v, dS, own.Products);
        for (int row = 0; row < dS.Rows; row++) ThroughSoftmax(a.Row(row), dS.Row(row), dS.Columns);
        return dS;
    }

    private void AddToQueries(AttentionPiece piece, Matrix<T> dS, AttentionMemory<T, TLanes> own)
    {
        Matrix<T> k = own.Keys(piece.Keys, keyWidth), dQ = own.Queries(piece.Queries, keyWidth);
        matrices.Keys.Gather(piece.KeySequence, piece.Head * keyWidth, k);
        SerialProduct<T, TLanes>.Multiply(dS, k, dQ, own.Products);
        gradients.Queries.Add(dQ, piece.QuerySequence, piece.Head * keyWidth);
    }

    private void AddToKeys(AttentionPiece piece, Matrix<T> dS, AttentionMemory<T, TLanes> own)
    {
        Matrix<T> q = own.Queries(piece.Queries, keyWidth), dK = own.KeyGradient(piece.Keys, keyWidth);
        matrices.Queries.Gather(piece.QuerySequence, piece.Head * keyWidth, q);
        SerialProduct<T, TLanes>.TransposedMultiply(dS, q, dK, own.Products);
        gradients.Keys.Add(dK, piece.KeySequence, piece.Head * keyWidth);
    }

    /// <summary>From a row of dA to dS, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ThroughSoftmax(T* a, T* d, int count)
    {
        TLanes sums = TLanes.Zero;
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) sums = TLanes.MultiplyAdd(TLanes.Load(a + i), TLanes.Load(d + i), sums);
        T sum = TLanes.Sum(sums);
        for (; i < count; i++) sum += a[i] * d[i];

        TLanes means = TLanes.Broadcast(sum), scales = TLanes.Broadcast(scale);
        for (i = 0; i + TLanes.Count <= count; i += TLanes.Count)
            TLanes.Store(scales * TLanes.Load(a + i) * (TLanes.Load(d + i) - means), d + i);
        for (; i < count; i++) d[i] = scale * a[i] * (d[i] - sum);
    }
}
