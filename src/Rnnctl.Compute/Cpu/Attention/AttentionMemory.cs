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
    public int Length => checked((2 * QueryPart) + (2 * KeyPart) + ScorePart + Whole(LargestProduct));

    /// <summary>Where the memory begins.</summary>
    public T* Start => memory;

    /// <summary>What the products need.</summary>
    public T* Products => memory + (2 * QueryPart) + (2 * KeyPart) + ScorePart;

    private int QueryPart => Whole(checked(queries * width));

    private int KeyPart => Whole(checked(keys * width));

    private int ScorePart => Whole(checked(queries * keys));

    private int LargestProduct => Math.Max(
        SerialProduct<T, TLanes>.Length(queries, width, keys),
        Math.Max(SerialProduct<T, TLanes>.Length(queries, keys, width), SerialProduct<T, TLanes>.Length(keys, queries, width)));

    /// <summary>The same for another thread.</summary>
    public AttentionMemory<T, TLanes> OfPart(int part) => new(queries, keys, width, memory + ((nint)part * Length));

    /// <summary>Queries, <c>[T_q, columns]</c>.</summary>
    public Matrix<T> Queries(int rows, int columns) => new(memory, rows, columns, columns);

    /// <summary>Outputs or their gradient, <c>[T_q, columns]</c>.</summary>
    public Matrix<T> Outputs(int rows, int columns) => new(memory + QueryPart, rows, columns, columns);

    /// <summary>Keys or values, <c>[T_k, columns]</c>.</summary>
    public Matrix<T> Keys(int rows, int columns) => new(memory + (2 * QueryPart), rows, columns, columns);

    /// <summary>The gradient of keys or values, <c>[T_k, columns]</c>.</summary>
    public Matrix<T> KeyGradient(int rows, int columns) => new(memory + (2 * QueryPart) + KeyPart, rows, columns, columns);

    /// <summary>The gradient of scores, <c>[T_q, T_k]</c>.</summary>
    public Matrix<T> Scores(int rows, int columns) => new(memory + (2 * QueryPart) + (2 * KeyPart), rows, columns, columns);

    // Whole registers, so that every part begins where a load is quick.
    private static int Whole(int length) => checked((length + TLanes.Count - 1) / TLanes.Count * TLanes.Count);
}
