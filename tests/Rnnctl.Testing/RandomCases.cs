using CsCheck;

namespace Rnnctl.Testing;

/// <summary>Checks random values, which are the same on every run.</summary>
public static class RandomCases
{
    private const int Count = 300;

    /// <summary>Runs a check on random values. A failing value is shrunk and reported with the seed that generates it.</summary>
    public static void Check<T>(this Gen<T> values, Action<T> check)
    {
        for (uint stream = 1; stream <= Count; stream++)
            values.Sample(check, seed: new PCG(stream, stream).ToString(), iter: 1, threads: 1);
    }
}
