// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using ILGPU;
using ILGPU.Runtime;

namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>The blocks of memory that a group shares. They are kept from group to group, but not what they hold.</summary>
internal sealed class SharedBlocks : IDisposable
{
    /// <summary>What OpenCL asks of every device that can run kernels at all; other GPUs have more.</summary>
    public const int MostBytes = 32 * 1024;

    private readonly List<MemoryBuffer1D<byte, Stride1D.Dense>> _blocks = [];
    private int _taken, _takenBytes;

    /// <summary>Takes everything back from the group before.</summary>
    public void Reset() => (_taken, _takenBytes) = (0, 0);

    /// <summary>The next block, filled with <see cref="Garbage"/>.</summary>
    public ArrayView<byte> Take(int bytes)
    {
        _takenBytes += bytes;
        if (_takenBytes > MostBytes) throw new InvalidOperationException($"{_takenBytes} bytes of shared memory are more than the {MostBytes} of every GPU");
        if (_taken == _blocks.Count) _blocks.Add(new(bytes));
        if (_blocks[_taken].LengthInBytes < bytes)
        {
            _blocks[_taken].Dispose();
            _blocks[_taken] = new(bytes);
        }

        ArrayView<byte> block = _blocks[_taken++].View.BaseView.SubView(0, bytes);
        Garbage.Fill(block.Bytes);
        return block;
    }

    /// <inheritdoc />
    public void Dispose() => _blocks.ForEach(block => block.Dispose());
}
