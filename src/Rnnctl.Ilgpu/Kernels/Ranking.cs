using ILGPU;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>Ranks candidates by score: the larger score comes first; of equal scores, the lower index comes first. Index -1 means no candidate.</summary>
internal static class Ranking
{
    /// <summary>The best of the candidates of all threads of a group, or -1 if no thread has one. Every thread gets the result.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="candidate">This thread's candidate, or -1.</param>
    /// <param name="shared">Shared memory, one index per thread.</param>
    public static int Best<TReal, TScores>(TScores scores, int candidate, ArrayView<int> shared)
        where TReal : unmanaged, IDeviceReal<TReal>
        where TScores : struct, IScores<TReal>
    {
        shared[Group.IdxX] = candidate;
        GroupBarrier.Wait();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] = Better<TReal, TScores>(scores, shared[Group.IdxX], shared[Group.IdxX + half]);
            GroupBarrier.Wait();
        }

        return GroupReduction.Share(shared);
    }

    /// <summary>The better of two candidates.</summary>
    public static int Better<TReal, TScores>(TScores scores, int a, int b)
        where TReal : unmanaged, IDeviceReal<TReal>
        where TScores : struct, IScores<TReal>
    {
        if (a < 0) return b;
        return b < 0 || IsBefore<TReal, TScores>(scores, a, b) ? a : b;
    }

    /// <summary>Whether the first of two candidates comes before the second. Both exist.</summary>
    public static bool IsBefore<TReal, TScores>(TScores scores, int a, int b)
        where TReal : unmanaged, IDeviceReal<TReal>
        where TScores : struct, IScores<TReal>
    {
        TReal scoreA = scores.Of(a), scoreB = scores.Of(b);
        if (TReal.IsAbove(scoreA, scoreB)) return true;
        if (TReal.IsAbove(scoreB, scoreA)) return false;
        return a < b;
    }
}
