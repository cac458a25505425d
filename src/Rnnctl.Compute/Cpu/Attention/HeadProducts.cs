using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// The products of one head of one pair of sequences. Small products read the rows in place; large products gather and pack them first. The choice depends on
/// the lengths only.
/// </summary>
/// <param name="memory">The thread's working memory.</param>
internal readonly unsafe struct HeadProducts<T, TLanes>(AttentionMemory<T, TLanes> memory)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    // Measured with heads of 32 to 256 columns: up to this size the rows in place are faster at every width; from twice this size on packing is mostly faster.
    private const int FewQueries = 4;
    private const int FewScores = 256;

    /// <summary>S ← X Yᵀ, <c>[T_q, T_k]</c> from <c>[T_q, width]</c> and <c>[T_k, width]</c>.</summary>
    public void MultiplyTransposed(HeadRows<T, TLanes> x, HeadRows<T, TLanes> y, Matrix<T> s)
    {
        if (IsSmall(s.Rows, s.Columns)) RowProducts<T, TLanes>.MultiplyTransposed(x, y, s);
        else SerialProduct<T, TLanes>.MultiplyTransposed(x.AsMatrix(memory.Queries), y.AsMatrix(memory.Keys), s, memory.Products);
    }

    /// <summary>Z ← W Y, <c>[T_q, width]</c> from <c>[T_q, T_k]</c> and <c>[T_k, width]</c>.</summary>
    public void Multiply(Matrix<T> w, HeadRows<T, TLanes> y, HeadRows<T, TLanes> z)
    {
        if (IsSmall(w.Rows, w.Columns)) RowProducts<T, TLanes>.Multiply(w, y, z, accumulate: false);
        else z.Scatter(Packed(w, y));
    }

    /// <summary>Z ← Z + W Y, with the same shapes.</summary>
    public void Add(Matrix<T> w, HeadRows<T, TLanes> y, HeadRows<T, TLanes> z)
    {
        if (IsSmall(w.Rows, w.Columns)) RowProducts<T, TLanes>.Multiply(w, y, z, accumulate: true);
        else z.Add(Packed(w, y));
    }

    /// <summary>Z ← Z + Wᵀ X, <c>[T_k, width]</c> from <c>[T_q, T_k]</c> and <c>[T_q, width]</c>.</summary>
    public void AddTransposed(Matrix<T> w, HeadRows<T, TLanes> x, HeadRows<T, TLanes> z)
    {
        if (IsSmall(w.Rows, w.Columns))
        {
            RowProducts<T, TLanes>.AddTransposed(w, x, z);
            return;
        }

        var result = new Matrix<T>(memory.Keys, z.Rows, z.Columns, z.Columns);
        SerialProduct<T, TLanes>.TransposedMultiply(w, x.AsMatrix(memory.Queries), result, memory.Products);
        z.Add(result);
    }

    /// <summary>The outputs' gradient <c>[T_q, width]</c>, which two products read: it is gathered once if the products are large.</summary>
    public HeadRows<T, TLanes> OutputGradient(HeadRows<T, TLanes> dO, int keys)
    {
        if (IsSmall(dO.Rows, keys)) return dO;
        Matrix<T> gathered = dO.AsMatrix(memory.OutputGradient);
        return new(gathered.Pointer, gathered.Stride, offsets: null, gathered.Rows, gathered.Columns);
    }

    private static bool IsSmall(int queries, int keys) => queries <= FewQueries || (long)queries * keys <= FewScores;

    private Matrix<T> Packed(Matrix<T> w, HeadRows<T, TLanes> y)
    {
        var result = new Matrix<T>(memory.Queries, w.Rows, y.Columns, y.Columns);
        SerialProduct<T, TLanes>.Multiply(w, y.AsMatrix(memory.Keys), result, memory.Products);
        return result;
    }
}
