/// <summary>The random number generator SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A random number from 0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit)
    {
        _state += 0x9E3779B97F4A7C15;
        ulong bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        bits ^= bits >> 31;
        return (int)(((bits >> 32) * (ulong)limit) >> 32);
    }

    /// <summary>A random choice.</summary>
    public T Pick<T>(T[] choices) => choices[Below(choices.Length)];
}
