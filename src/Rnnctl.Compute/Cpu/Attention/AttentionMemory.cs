using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>A thread's working memory, large enough for a piece of the longest sequences; each piece reuses it.</summary>
/// <param name="queries">The length of the longest sequence of queries.</param>
/// <param name="keys">The length of the longest sequence of keys.</param>
/// <param name="width">The width of a head's keys or values, whichever is larger.</param>
/// <param name="memory">The memory, of <see cref="Length"/>.</param>
internal readonly unsafe struct AttentionMemory<T, TLanes>(int queries, int keys, int width, T* memory)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The number of elements that a thread needs.</summary>
    public long Length => (2 * QueryPart) + KeyPart + ScorePart + Whole(LargestProduct);

    /// <summary>The start of the memory.</summary>
    public T* Start => memory;

    /// <summary>Working memory for products.</summary>
    public T* Products => memory + (2 * QueryPart) + KeyPart + ScorePart;

    private long QueryPart => Whole((long)queries * width);

    private long KeyPart => Whole((long)keys * width);

    private long ScorePart => Whole((long)queries * keys);

    private long LargestProduct => Math.Max(
        SerialProduct<T, TLanes>.Length(queries, width, keys),
        Math.Max(SerialProduct<T, TLanes>.Length(queries, keys, width), SerialProduct<T, TLanes>.Length(keys, queries, width)));

    /// <summary>The working memory of another thread.</summary>
    public AttentionMemory<T, TLanes> OfPart(int part) => new(queries, keys, width, memory + (part * Length));

    /// <summary>A matrix of the queries' rows during a product, <c>[T_q, width]</c>.</summary>
    public T* Queries => memory;

    /// <summary>The outputs' gradient during a piece, <c>[T_q, width]</c>.</summary>
    public T* OutputGradient => memory + QueryPart;

    /// <summary>A matrix of the keys' rows during a product, <c>[T_k, width]</c>.</summary>
    public T* Keys => memory + (2 * QueryPart);

    /// <summary>The gradient of scores, <c>[T_q, T_k]</c>.</summary>
    public Matrix<T> Scores(int rows, int columns) => new(memory + (2 * QueryPart) + KeyPart, rows, columns, columns);

    // Rounded up to whole registers, so that every part is aligned.
    private static long Whole(long length) => (length + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
}
