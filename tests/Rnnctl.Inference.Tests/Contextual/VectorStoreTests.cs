using Rnnctl.Inference.Contextual;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Contextual;

public sealed class VectorStoreTests : IDisposable
{
    // Three rows fill a chunk of memory.
    private const int Width = 1_400_000;
    private const int Rows = 8;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0L, true)]
    [InlineData((Rows * Width * 4L) - 1, true)]
    [InlineData(Rows * Width * 4L, false)]
    public void Rows_are_read_as_they_were_written_from_memory_and_from_a_file(long bytesInMemory, bool isInFile)
    {
        using var store = new VectorStore(Width, Rows, bytesInMemory, _folder["new/model"]);
        Assert.Equal(isInFile, store.IsInFile);
        store.Append(Numbers(0, 5));
        store.Append(Numbers(5, 3));
        foreach ((int first, int count) in (ReadOnlySpan<(int, int)>)[(6, 2), (0, 1), (2, 5), (7, 1), (0, 8)])
        {
            float[] read = new float[count * Width];
            store.Read(first, read);
            Assert.True(Numbers(first, count).AsSpan().SequenceEqual(read), $"rows {first} to {first + count}");
        }
    }

    [Fact]
    public void Open_file_has_no_name_so_that_a_killed_run_leaves_nothing()
    {
        using var store = new VectorStore(width: 2, rows: 1, bytesInMemory: 0, _folder["model"]);
        store.Append([1, 2]);
        if (!OperatingSystem.IsWindows()) Assert.Empty(_folder.Files());
        store.Dispose();
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var file = new VectorStore(width: 64, rows: 10, bytesInMemory: 0, _folder.Root);
        using var memory = new VectorStore(width: 64, rows: 10, bytesInMemory: 1 << 20, _folder.Root);
        float[] rows = new float[640];
        file.Append(rows);
        memory.Append(rows);
        foreach (VectorStore store in (VectorStore[])[file, memory])
        {
            store.Read(0, rows);
            Assert.Equal(0, AllocatedBytes.Of(() => store.Read(0, rows)));
        }
    }

    [Fact]
    public void More_rows_than_the_store_has_are_refused()
    {
        using var store = new VectorStore(width: 2, rows: 2, bytesInMemory: 1000, _folder.Root);
        store.Append([1, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Append([3, 4, 5, 6]));
    }

    [Fact]
    public void Directory_that_cannot_be_made_is_refused()
    {
        string file = _folder.Write("file", "");
        var failure = Assert.Throws<InputException>(() => new VectorStore(width: 2, rows: 2, bytesInMemory: 0, file));
        Assert.StartsWith($"{file}: cannot be written: ", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Numbers that tell their rows and columns.</summary>
    private static float[] Numbers(int first, int rows)
    {
        float[] numbers = new float[rows * Width];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = (((first + (i / Width)) * 31) + (i % Width)) * 0.5f;
        return numbers;
    }
}
