using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>A thread's working memory for one piece after the other, large enough for the longest sequences.</summary>
/// <param name="queries">The longest sequence of queries.</param>
/// <param name="keys">The longest sequence of keys.</param>
/// <param name="width">The wider of a head's keys and values.</param>
/// <param name="memory">The memory, of <see cref="Length"/>.</param>
internal readonly unsafe struct AttentionMemory<T, TLanes>(int queries, int keys, int width, T* memory)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The numbers that a thread needs.</summary>
    public long Length => (2 * QueryPart) + KeyPart + ScorePart + Whole(LargestProduct);

    /// <summary>Where the memory begins.</summary>
    public T* Start => memory;

    /// <summary>What the products need.</summary>
    public T* Products => memory + (2 * QueryPart) + KeyPart + ScorePart;

    private long QueryPart => Whole((long)queries * width);

    private long KeyPart => Whole((long)keys * width);

    private long ScorePart => Whole((long)queries * keys);

    private long LargestProduct => Math.Max(
        SerialProduct<T, TLanes>.Length(queries, width, keys),
        Math.Max(SerialProduct<T, TLanes>.Length(queries, keys, width), SerialProduct<T, TLanes>.Length(keys, queries, width)));

    /// <summary>The same for another thread.</summary>
    public AttentionMemory<T, TLanes> OfPart(int part) => new(queries, keys, width, memory + (part * Length));

    /// <summary>For a matrix of the queries' rows while a product lasts, <c>[T_q, width]</c>.</summary>
    public T* Queries => memory;

    /// <summary>For the outputs' gradient while a piece lasts, <c>[T_q, width]</c>.</summary>
    public T* OutputGradient => memory + QueryPart;

    /// <summary>For a matrix of the keys' rows while a product lasts, <c>[T_k, width]</c>.</summary>
    public T* Keys => memory + (2 * QueryPart);

    /// <summary>The gradient of scores, <c>[T_q, T_k]</c>.</summary>
    public Matrix<T> Scores(int rows, int columns) => new(memory + (2 * QueryPart) + KeyPart, rows, columns, columns);

    // Whole registers, so that every part begins where a load is quick.
    private static long Whole(long length) => (length + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
}
