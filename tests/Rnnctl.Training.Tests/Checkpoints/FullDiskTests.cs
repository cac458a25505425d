using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests.Checkpoints;

public sealed class FullDiskTests
{
    [FactOnSmallDisk]
    public void A_full_disk_keeps_the_last_checkpoint_and_leaves_nothing_half_written()
    {
        using var disk = new SmallDisk("128k");
        using (CheckpointWriter writer = CheckpointWriter.Open(disk.Root))
        {
            writer.Save(NumberedCheckpoints.AtStep(1, weights: 1000));
            IOException failure = Assert.Throws<IOException>(() => writer.Save(NumberedCheckpoints.AtStep(2, weights: 20_000)));
            string path = Path.Combine(disk.Root, "training.safetensors");
            Assert.StartsWith($"{path}: could not be saved: No space left on device", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(
            ["config.json", "model.safetensors", "tags.txt", "tokens.txt", "training.json", "training.safetensors"],
            Directory.EnumerateFiles(disk.Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        NumberedCheckpoints.AssertWhole(disk.Root, step: 1);
    }

    [FactOnSmallDisk]
    public void After_a_full_disk_has_room_again_the_next_checkpoint_is_saved()
    {
        using var disk = new SmallDisk("128k");
        using CheckpointWriter writer = CheckpointWriter.Open(disk.Root);
        writer.Save(NumberedCheckpoints.AtStep(1, weights: 1000));
        string filler = Path.Combine(disk.Root, "filler");
        Assert.Throws<IOException>(() => File.WriteAllBytes(filler, new byte[1 << 20]));
        Assert.Throws<IOException>(() => writer.Save(NumberedCheckpoints.AtStep(2, weights: 1000)));
        File.Delete(filler);
        writer.Save(NumberedCheckpoints.AtStep(3, weights: 1000));
        NumberedCheckpoints.AssertWhole(disk.Root, step: 3);
    }

    [FactOnSmallDisk]
    public void A_read_only_directory_is_wrong_input_and_can_still_be_read()
    {
        using var disk = new SmallDisk("128k");
        using (CheckpointWriter writer = CheckpointWriter.Open(disk.Root))
            writer.Save(NumberedCheckpoints.AtStep(1, weights: 10));
        disk.MakeReadOnly();
        InputException refusal = Assert.Throws<InputException>(() => CheckpointWriter.Open(disk.Root));
        Assert.StartsWith($"{disk.Root}: cannot be written: ", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => CheckpointWriter.Open(Path.Combine(disk.Root, "below")));
        NumberedCheckpoints.AssertWhole(disk.Root, step: 1);
    }
}
