using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// A ← softmax(S), with S = scale · Q Kᵀ or additive scores, and O ← A V for every piece; the pieces are dealt out to the threads, those of long and
/// short sequences to each.
/// </summary>
/// <param name="pieces">The pieces.</param>
/// <param name="matrices">Queries, keys and values.</param>
/// <param name="keyWidth">d.</param>
/// <param name="valueWidth">d_v.</param>
/// <param name="additive">Additive scores, where it is they that are wanted.</param>
/// <param name="scale">What the products are multiplied by.</param>
/// <param name="weights">A.</param>
/// <param name="outputs">O, <c>[N_q, heads · d_v]</c>.</param>
/// <param name="memory">Working memory for each thread.</param>
internal readonly unsafe struct AttentionForwardJob<T, TLanes>(
    AttentionPieces pieces,
    AttentionMatrices<T, TLanes> matrices,
    int keyWidth,
    int valueWidth,
    AdditiveScores<T, TLanes> additive,
    T scale,
    T* weights,
    SequenceRows<T, TLanes> outputs,
    AttentionMemory<T, TLanes> memory) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        AttentionMemory<T, TLanes> own = memory.OfPart(part);
        for (int piece = part; piece < pieces.Count; piece += parts)
        {
            Weigh(pieces[piece], own);
            Sum(pieces[piece], own);
        }
    }

    private void Weigh(AttentionPiece piece, AttentionMemory<T, TLanes> own)
    {
        var a = new Matrix<T>(weights + piece.FirstWeight, piece.Queries, piece.Keys, piece.Keys);
        if (additive.Exist) additive.Score(piece, a);
        else Multiply(piece, a, own);
        for (int row = 0; row < a.Rows; row++) SoftmaxRow<T, TLanes>.Apply(a.Row(row), a.Row(row), a.Columns);
    }

    private void Multiply(AttentionPiece piece, Matrix<T> s, AttentionMemory<T, TLanes> own)
    {
        Matrix<T> q = own.Queries(piece.Queries, keyWidth), k = own.Keys(piece.Keys, keyWidth);
        matrices.Queries.Gather(piece.QuerySequence, piece.Head * keyWidth, scale, q);
        matrices.Keys.Gather(piece.KeySequence, piece.Head * keyWidth, k);
        SerialProduct<T, TLanes>.MultiplyTransposed(q, k, s, own.Products);
    }

    private void Sum(AttentionPiece piece, AttentionMemory<T, TLanes> own)
    {
        Matrix<T> v = own.Keys(piece.Keys, valueWidth), o = own.Outputs(piece.Queries, valueWidth);
        var a = new Matrix<T>(weights + piece.FirstWeight, piece.Queries, piece.Keys, piece.Keys);
        matrices.Values.Gather(piece.KeySequence, piece.Head * valueWidth, v);
        SerialProduct<T, TLanes>.Multiply(a, v, o, own.Products);
        outputs.Scatter(o, piece.QuerySequence, piece.Head * valueWidth);
    }
}
