namespace Rnnctl.Training.Learning;

/// <summary>The sequences that a shard will read, by their numbers in the corpus. It reuses its memory.</summary>
internal sealed class ChosenSequences
{
    private int[] _numbers = [];
    private int _count;

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, _count);

    /// <summary>Takes numbers in place of those that are here.</summary>
    public void Keep(ReadOnlySpan<int> numbers)
    {
        if (_numbers.Length < numbers.Length) _numbers = new int[2 * numbers.Length];
        numbers.CopyTo(_numbers);
        _count = numbers.Length;
    }
}
