namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>A piece of work that depends on no other: one head of one sequence of queries.</summary>
/// <param name="Head">The head.</param>
/// <param name="QuerySequence">The sequence among the queries'.</param>
/// <param name="Queries">T_q, its length.</param>
/// <param name="KeySequence">The sequence among the keys' that it attends to.</param>
/// <param name="Keys">T_k, that one's length.</param>
/// <param name="FirstWeight">Where its weights <c>[T_q, T_k]</c> begin.</param>
internal readonly record struct AttentionPiece(int Head, int QuerySequence, int Queries, int KeySequence, int Keys, nint FirstWeight);
