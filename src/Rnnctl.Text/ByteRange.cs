namespace Rnnctl.Text;

/// <summary>A range of the bytes of a file.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last one.</param>
internal readonly record struct ByteRange(long Start, long End)
{
    /// <summary>The number of bytes.</summary>
    public long Length => End - Start;
}
