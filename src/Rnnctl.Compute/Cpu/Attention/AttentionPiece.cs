namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>An independent piece of work: one head of one sequence of queries.</summary>
/// <param name="Head">The head.</param>
/// <param name="QuerySequence">The index of the sequence of queries.</param>
/// <param name="Queries">T_q, the number of queries.</param>
/// <param name="KeySequence">The index of the sequence of keys that it attends to.</param>
/// <param name="Keys">T_k, the number of keys.</param>
/// <param name="FirstWeight">The offset of its weights <c>[T_q, T_k]</c>.</param>
internal readonly record struct AttentionPiece(int Head, int QuerySequence, int Queries, int KeySequence, int Keys, nint FirstWeight);
