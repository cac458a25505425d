using CsCheck;

namespace Rnnctl.Testing;

/// <summary>Checks random values, the same ones on every run.</summary>
public static class RandomCases
{
    private const int Count = 300;

    /// <summary>Runs a check on random values. One that fails is made as small as may be, and told with the seed that makes it again.</summary>
    public static void Check<T>(this Gen<T> values, Action<T> check)
    {
        for (uint stream = 1; stream <= Count; stream++)
            values.Sample(check, seed: new PCG(stream, stream).ToString(), iter: 1, threads: 1);
    }
}
