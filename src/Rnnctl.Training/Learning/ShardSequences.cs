namespace Rnnctl.Training.Learning;

/// <summary>Deals the sequences of a batch out to shards.</summary>
internal sealed class ShardSequences
{
    private int[] _dealt = [];

    /// <summary>The sequences of a shard: of a batch that is sorted by length, every shard gets long and short ones. Valid until the next call.</summary>
    /// <param name="batch">The sequences of the batch.</param>
    /// <param name="shard">The shard, from 0.</param>
    /// <param name="shards">The number of shards.</param>
    public ReadOnlySpan<int> Of(ReadOnlySpan<int> batch, int shard, int shards)
    {
        if (shards == 1) return batch;
        if (_dealt.Length < batch.Length) _dealt = new int[batch.Length];
        int count = 0;
        for (int place = shard; place < batch.Length; place += shards) _dealt[count++] = batch[place];
        return _dealt.AsSpan(0, count);
    }
}
