namespace Rnnctl.Training.Learning;

/// <summary>The sequences of a batch that a shard reads, by their numbers in the corpus. It reuses its memory.</summary>
internal sealed class ShardSequences
{
    private int[] _numbers = [];
    private int _count;

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, _count);

    /// <summary>Takes a shard's share of a batch: of a batch that is sorted by length, every shard gets long and short sequences.</summary>
    /// <param name="batch">The sequences of the batch.</param>
    /// <param name="shard">The shard, from 0.</param>
    /// <param name="shards">The number of shards.</param>
    public void Deal(ReadOnlySpan<int> batch, int shard, int shards)
    {
        if (_numbers.Length < batch.Length) _numbers = new int[batch.Length];
        _count = 0;
        for (int place = shard; place < batch.Length; place += shards) _numbers[_count++] = batch[place];
    }
}
