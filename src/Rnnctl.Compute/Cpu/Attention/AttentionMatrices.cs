using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>Queries, keys and values, or their gradients, as the CPU's loops see them.</summary>
internal readonly unsafe struct AttentionMatrices<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The matrices of tensors on this backend.</summary>
    /// <param name="attention">The tensors.</param>
    /// <param name="queryOffsets">Where each step's queries begin, pinned.</param>
    /// <param name="keyOffsets">Where each step's keys begin, pinned.</param>
    public AttentionMatrices(PackedAttention<T> attention, int* queryOffsets, int* keyOffsets)
    {
        Queries = new(new(attention.Queries), queryOffsets);
        Keys = new(new(attention.Keys), keyOffsets);
        Values = new(new(attention.Values), keyOffsets);
    }

    /// <summary>Q, <c>[N_q, heads · d]</c>.</summary>
    public SequenceRows<T, TLanes> Queries { get; }

    /// <summary>K, <c>[N_k, heads · d]</c>.</summary>
    public SequenceRows<T, TLanes> Keys { get; }

    /// <summary>V, <c>[N_k, heads · d_v]</c>.</summary>
    public SequenceRows<T, TLanes> Values { get; }
}
