using System.Globalization;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests.Checkpoints;

/// <summary>Reads models while another thread saves one after the other in their place.</summary>
public sealed class ReaderBesideWriterTests
{
    private const int Readers = 3;
    private const int Models = 50;
    private const int LeastSaves = 10;

    // The environment can ask for more: RNNCTL_READS=10000.
    private static readonly int Reads =
        int.Parse(Environment.GetEnvironmentVariable("RNNCTL_READS") ?? "300", CultureInfo.InvariantCulture);

    private int _saves;

    [Fact]
    public async Task Every_read_finds_one_whole_model()
    {
        using var folder = new TemporaryFolder();
        using CheckpointWriter writer = CheckpointWriter.Open(folder.Root);
        writer.Save(NumberedCheckpoints.AtStep(1, weights: 100));
        using var done = new CancellationTokenSource();
        Task saving = Task.Run(() => Overwrite(writer, done.Token));
        try
        {
            int[] reads = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(() => Read(folder.Root, saving))));
            Assert.True(reads.Sum() >= Reads);
        }
        finally
        {
            await done.CancelAsync();
            await saving;
        }
    }

    /// <summary>Reads as often as is asked for, and until the writer has saved a few times.</summary>
    private int Read(string path, Task saving)
    {
        int reads = 0;
        for (; reads < Reads / Readers + 1 || (Volatile.Read(ref _saves) < LeastSaves && !saving.IsCompleted); reads++) NumberedCheckpoints.ReadModel(path);
        return reads;
    }

    /// <summary>Saves each model as a run does that overwrites another: all files, then once more without configuration and vocabularies.</summary>
    private void Overwrite(CheckpointWriter writer, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            int step = 1 + _saves % Models;
            writer.Save(NumberedCheckpoints.AtStep(step, weights: 100));
            writer.Save(NumberedCheckpoints.Resumed(step, weights: 100, described: step));
            Interlocked.Increment(ref _saves);
        }
    }
}
