using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// For every piece A ← softmax(S), with S = scale · Q Kᵀ or additive scores, and O ← A V. Each thread gets pieces of long and of short sequences.
/// </summary>
/// <param name="pieces">The pieces.</param>
/// <param name="matrices">Queries, keys and values.</param>
/// <param name="scale">The factor of the scores.</param>
/// <param name="weights">A.</param>
/// <param name="outputs">O, <c>[N_q, heads · d_v]</c>.</param>
/// <param name="memory">Working memory for each thread.</param>
internal readonly unsafe struct AttentionForwardJob<T, TLanes>(
    AttentionPieces pieces,
    AttentionMatrices<T, TLanes> matrices,
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
        var products = new HeadProducts<T, TLanes>(memory.OfPart(part));
        for (int piece = part; piece < pieces.Count; piece += parts) Attend(pieces[piece], products);
    }

    private void Attend(AttentionPiece piece, HeadProducts<T, TLanes> products)
    {
        var a = new Matrix<T>(weights + piece.FirstWeight, piece.Queries, piece.Keys, piece.Keys);
        HeadRows<T, TLanes> q = matrices.Queries.OfQueries(piece), k = matrices.Keys.OfKeys(piece);
        if (matrices.Scorer == null) products.MultiplyTransposed(q, k, a);
        else AdditiveScores<T, TLanes>.Score(matrices.Scorer + (piece.Head * k.Columns), q, k, a);
        for (int row = 0; row < a.Rows; row++)
        {
            RowLoop<T, TLanes>.Map(new Scaled<T>(scale), a.Columns, a.Row(row), a.Row(row));
            SoftmaxRow<T, TLanes>.Apply(a.Row(row), a.Row(row), a.Columns);
        }

        products.Multiply(a, matrices.Values.OfKeys(piece), outputs.OfQueries(piece));
    }
}
