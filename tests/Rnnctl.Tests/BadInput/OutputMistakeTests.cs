using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.BadInput;

/// <summary>Places that cannot be written to.</summary>
public sealed class OutputMistakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Output_that_is_a_file_is_refused()
    {
        string file = _folder.Write("file", "mine");
        Assert.Equal($"{file}: expected a directory, found a file", Refusal.Of(Train(file)));
        Assert.Equal($"{file}: expected a directory, found a file", Refusal.Of([.. Train(file), "--overwrite"]));
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public void Resume_without_a_model_is_refused()
    {
        Assert.Equal($"{_folder["none"]}: no such directory", Refusal.Of([.. Train(_folder["none"]), "--resume"]));
        Assert.Equal($"{_folder.Root}: not a model: it has no config.json", Refusal.Of([.. Train(_folder.Root), "--resume"]));
    }

    [Theory]
    [InlineData("metrics.csv")]
    [InlineData("training.json")]
    [InlineData("training.safetensors")]
    [InlineData("vocab/tokens.txt")]
    [InlineData("vocab")]
    public void Existing_file_with_a_name_of_the_model_is_replaced_only_with_overwrite(string name)
    {
        string output = Directory.CreateDirectory(_folder["output"]).FullName;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(output, name))!);
        File.WriteAllText(Path.Combine(output, name), "mine");
        Assert.Equal($"{output}: there is a {name} already", Refusal.Of(Train(output)));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(output, name)));
        if (name == "vocab") return;
        InProcessTool.Done([.. Train(output), "--overwrite"]);
        InProcessTool.Done("eval", output, SlotsModel.Validation, "--threads", "1");
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("training.json")]
    [InlineData("training.safetensors")]
    [InlineData("metrics.csv")]
    [InlineData("vocab/tokens.txt")]
    [InlineData("vocab")]
    public void Link_in_a_model_is_refused_and_its_target_is_unchanged(string name)
    {
        string model = SlotsModel.CopyTo(_folder), link = Path.Combine(model, name), target = _folder["target"];
        Directory.Move(link, target);
        File.CreateSymbolicLink(link, target);
        string[] before = Contents(target);
        string message = $"{link}: expected a file or folder, found a link";
        Assert.Equal(message, Refusal.Of([.. Train(model), "--overwrite"]));
        Assert.Equal(message, Refusal.Of("train", "--train", SlotsModel.Training, "--output", model, "--resume", "--epochs", "9"));
        Assert.Equal(before, Contents(target));
    }

    [Fact]
    public void Vocabulary_is_not_written_through_a_link()
    {
        string output = Directory.CreateDirectory(_folder["output"]).FullName;
        File.CreateSymbolicLink(Path.Combine(output, "vocab.txt"), _folder["target"]);
        _folder.Write("target", "mine");
        Assert.Equal($"{output}: a vocabulary already exists", Refusal.Of("vocab", SlotsModel.Training, "--output", output));
        string message = $"{output}/vocab.txt: expected a file or folder, found a link";
        Assert.Equal(message, Refusal.Of("vocab", SlotsModel.Training, "--output", output, "--overwrite"));
        Assert.Equal("mine", File.ReadAllText(_folder["target"]));
    }

    [FactOnSmallDisk]
    public void Read_only_directory_is_refused_and_its_model_still_works()
    {
        using var disk = new SmallDisk("1m");
        string model = Path.Combine(disk.Root, "model");
        InProcessTool.Done(Train(model));
        disk.MakeReadOnly();
        const string Message = "cannot be written: Read-only file system";
        Assert.StartsWith($"{model}: {Message}", Refusal.Of([.. Train(model), "--overwrite"]), StringComparison.Ordinal);
        Assert.StartsWith($"{model}: {Message}", Refusal.Of([.. Train(model), "--resume"]), StringComparison.Ordinal);
        string other = Path.Combine(disk.Root, "other");
        Assert.StartsWith($"{other}: {Message}", Refusal.Of(Train(other)), StringComparison.Ordinal);
        InProcessTool.Done("eval", model, SlotsModel.Validation, "--threads", "1");
    }

    [FactOnSmallDisk]
    public void Full_disk_ends_the_run_with_3_and_the_last_checkpoint_still_works()
    {
        using var disk = new SmallDisk("200k");
        string model = Path.Combine(disk.Root, "model");
        InProcessTool.Done(Train(model));
        Assert.Throws<IOException>(() => File.WriteAllBytes(Path.Combine(disk.Root, "filler"), new byte[1 << 20]));
        byte[] before = File.ReadAllBytes(Path.Combine(model, "model.safetensors"));
        Assert.Contains("No space left on device", Refusal.Of(3, [.. Train(model), "--overwrite"]), StringComparison.Ordinal);
        Assert.Contains("No space left on device", Refusal.Of(3, Train(model, "--resume", "--epochs", "2")), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(model, "model.safetensors")));
        InProcessTool.Done("eval", model, SlotsModel.Validation, "--threads", "1");
    }

    [FactOnSmallDisk]
    public void Disk_too_small_for_the_first_checkpoint_is_left_without_files()
    {
        using var disk = new SmallDisk("16k");
        string model = Path.Combine(disk.Root, "model");
        Assert.Contains("could not be saved: No space left on device", Refusal.Of(3, Train(model)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(model, "*", SearchOption.AllDirectories));
    }

    [FactOnSmallDisk]
    public void Picture_that_does_not_fit_on_the_disk_leaves_the_old_one()
    {
        using var disk = new SmallDisk("64k");
        string picture = Path.Combine(disk.Root, "p.svg");
        InProcessTool.Done("plot", SlotsModel.Path, "--output", picture);
        byte[] before = File.ReadAllBytes(picture);
        Assert.Throws<IOException>(() => File.WriteAllBytes(Path.Combine(disk.Root, "filler"), new byte[1 << 20]));
        Assert.Contains("No space left on device", Refusal.Of(3, ["plot", SlotsModel.Path, "--output", picture]), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(picture));
        Assert.Equal(["filler", "p.svg"], TemporaryFolder.FilesIn(disk.Root).Order(StringComparer.Ordinal));
        disk.MakeReadOnly();
        Assert.StartsWith($"{picture}: cannot be written: Read-only", Refusal.Of("plot", SlotsModel.Path, "--output", picture), StringComparison.Ordinal);
    }

    [Fact]
    public void Picture_is_written_through_a_link_and_into_an_empty_file()
    {
        string target = _folder.Write("target.svg", "old"), link = _folder["link.svg"];
        File.CreateSymbolicLink(link, target);
        InProcessTool.Done("plot", SlotsModel.Path, "--output", link);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.StartsWith("<svg ", File.ReadAllText(target), StringComparison.Ordinal);
        InProcessTool.Done("plot", SlotsModel.Path, "--output", _folder.Write("empty.svg", ""));
        Assert.StartsWith("<svg ", File.ReadAllText(_folder["empty.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_output_on_a_full_disk_is_an_error()
    {
        if (!OperatingSystem.IsLinux()) return;
        string tool = $"'{ToolProcess.Dotnet}' exec '{ToolProcess.Tool}'";
        ToolProcess run = ToolProcess.Run("bash", ["-c", $"{tool} inspect '{SlotsModel.Path}' > /dev/full"]);
        Assert.Equal((3, "error: No space left on device"), (run.ExitCode, run.Error));
    }

    private static string[] Contents(string path) => File.Exists(path)
        ? [Convert.ToHexString(File.ReadAllBytes(path))]
        : [.. Directory.GetFiles(path).Order(StringComparer.Ordinal).Select(file => file + Convert.ToHexString(File.ReadAllBytes(file)))];

    private string[] Train(string output, params string[] more) =>
    [
        "train", "--train", SlotsModel.FirstSentences(_folder, 60), "--output", output,
        "--hidden", "8", "--embedding", "8", "--threads", "1", .. more.Contains("--epochs") ? [] : (string[])["--epochs", "1"], .. more,
    ];
}
