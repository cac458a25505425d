using ILGPU;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>
/// Reduces the numbers of a group's threads through shared memory. The order depends only on the number of threads. Every thread gets the result.
/// </summary>
internal static class GroupReduction
{
    /// <summary>The sum of all threads' numbers.</summary>
    /// <param name="shared">Shared memory, one number per thread.</param>
    /// <param name="value">This thread's number.</param>
    public static TReal Sum<TReal>(ArrayView<TReal> shared, TReal value)
        where TReal : unmanaged, IDeviceReal<TReal>
    {
        shared[Group.IdxX] = value;
        GroupBarrier.Wait();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] += shared[Group.IdxX + half];
            GroupBarrier.Wait();
        }

        return Share(shared);
    }

    /// <summary>The largest of all threads' numbers.</summary>
    /// <param name="shared">Shared memory, one number per thread.</param>
    /// <param name="value">This thread's number.</param>
    public static TReal Largest<TReal>(ArrayView<TReal> shared, TReal value)
        where TReal : unmanaged, IDeviceReal<TReal>
    {
        shared[Group.IdxX] = value;
        GroupBarrier.Wait();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] = TReal.Max(shared[Group.IdxX], shared[Group.IdxX + half]);
            GroupBarrier.Wait();
        }

        return Share(shared);
    }

    /// <summary>Gives every thread the first element, which is complete.</summary>
    public static TElement Share<TElement>(ArrayView<TElement> shared)
        where TElement : unmanaged
    {
        // Without this barrier a fast thread could overwrite the result before a slow thread has read it.
        TElement result = shared[0];
        GroupBarrier.Wait();
        return result;
    }
}
