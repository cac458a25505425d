using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// For every piece dV += Aᵀ dO, dA = dO Vᵀ, dS = scale · A ⊙ (dA - Σ_k A ⊙ dA), then dQ += dS K, dK += dSᵀ Q, or the corresponding gradients of additive
/// scores. Threads share the pieces as in the forward pass.
/// </summary>
/// <param name="pieces">The pieces.</param>
/// <param name="matrices">Queries, keys and values.</param>
/// <param name="gradients">Their gradients; empty for those that are not needed.</param>
/// <param name="scorerGradients">Each sequence's part of dv, <c>[sequences, heads · d]</c>, if scores are additive.</param>
/// <param name="scale">The factor of the scores.</param>
/// <param name="weights">A.</param>
/// <param name="outputGradient">dO, <c>[N_q, heads · d_v]</c>.</param>
/// <param name="memory">Working memory for each thread.</param>
internal readonly unsafe struct AttentionBackwardJob<T, TLanes>(
    AttentionPieces pieces,
    AttentionMatrices<T, TLanes> matrices,
    AttentionMatrices<T, TLanes> gradients,
    Matrix<T> scorerGradients,
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
        var products = new HeadProducts<T, TLanes>(own);
        Matrix<T> a = new(weights + piece.FirstWeight, piece.Queries, piece.Keys, piece.Keys);
        HeadRows<T, TLanes> dO = products.OutputGradient(outputGradient.OfQueries(piece), piece.Keys);
        if (gradients.Values.Exist) products.AddTransposed(a, dO, gradients.Values.OfKeys(piece));
        if (!gradients.Queries.Exist && !gradients.Keys.Exist && gradients.Scorer == null) return;
        Matrix<T> dS = own.Scores(piece.Queries, piece.Keys);
        products.MultiplyTransposed(dO, matrices.Values.OfKeys(piece), dS);
        for (int row = 0; row < dS.Rows; row++) ThroughSoftmax(a.Row(row), dS.Row(row), dS.Columns);
        if (matrices.Scorer == null) ThroughProducts(piece, dS, products);
        else ThroughAdditiveScores(piece, dS);
    }

    private void ThroughProducts(AttentionPiece piece, Matrix<T> dS, HeadProducts<T, TLanes> products)
    {
        if (gradients.Queries.Exist) products.Add(dS, matrices.Keys.OfKeys(piece), gradients.Queries.OfQueries(piece));
        if (gradients.Keys.Exist) products.AddTransposed(dS, matrices.Queries.OfQueries(piece), gradients.Keys.OfKeys(piece));
    }

    private void ThroughAdditiveScores(AttentionPiece piece, Matrix<T> dS)
    {
        HeadRows<T, TLanes> q = matrices.Queries.OfQueries(piece), k = matrices.Keys.OfKeys(piece);
        int column = piece.Head * k.Columns;
        T* dv = scorerGradients.Row(piece.QuerySequence) + column;
        AdditiveScores<T, TLanes>.Backward(dS, matrices.Scorer + column, q, k, dv, gradients.Queries.OfQueries(piece), gradients.Keys.OfKeys(piece));
    }

    /// <summary>Replaces a row of dA with dS.</summary>
    private void ThroughSoftmax(T* a, T* d, int count)
    {
        T mean = RowLoop<T, TLanes>.Sum(default(PerElement<T, AccumulateProduct>), count, a, d);
        RowLoop<T, TLanes>.Map(new SoftmaxFormulas.ScoreGradient<T>(scale, mean), count, d, a);
    }
}
