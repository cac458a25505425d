using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Inference.Tests.Files;
using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests.Checkpoints;

public sealed class ModelDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_checkpoint_has_the_files_of_a_model()
    {
        Save(NumberedCheckpoints.AtStep(3, weights: 4));
        Assert.Equal(
            ["config.json", "model.safetensors", "training.json", "training.safetensors", "vocab/tags.txt", "vocab/tokens.txt"],
            _directory.Files());
        Assert.Equal("token 0\ntoken 1\ntoken 2\ntoken 3\n", File.ReadAllText(_directory["vocab/tokens.txt"]));
        NumberedCheckpoints.AssertWhole(_directory.Root, step: 3);
    }

    [Fact]
    public void A_checkpoint_without_a_better_score_keeps_the_best_weights()
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        byte[] best = File.ReadAllBytes(_directory["model.safetensors"]);
        Save(NumberedCheckpoints.Resumed(2, weights: 4) with { BestWeights = null });
        Assert.Equal(best, File.ReadAllBytes(_directory["model.safetensors"]));
        Assert.Equal(2, Progress().Step);
    }

    [Fact]
    public void A_model_being_overwritten_is_whole_for_a_reader_and_after_a_restart_at_every_step()
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        AssertWholeAtEveryStep(NumberedCheckpoints.AtStep(2, weights: 5), configurationChanges: true);
    }

    [Fact]
    public void A_model_being_trained_on_is_whole_for_a_reader_and_after_a_restart_at_every_step()
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        AssertWholeAtEveryStep(NumberedCheckpoints.Resumed(2, weights: 4), configurationChanges: false);
    }

    [Fact]
    public void A_first_checkpoint_that_was_killed_leaves_no_model_or_a_whole_one()
    {
        var outcomes = new List<bool>();
        using (CheckpointWriter writer = CheckpointWriter.Open(_directory.Root, () =>
        {
            outcomes.Add(ModelDirectory.HoldsModel(_directory.Root));
            if (outcomes[^1])
                NumberedCheckpoints.AssertWhole(_directory.Root, step: 5);
        }))
            writer.Save(NumberedCheckpoints.AtStep(5, weights: 4));
        Assert.Equal(outcomes.Order(), outcomes);
        Assert.Contains(false, outcomes);
        Assert.Contains(true, outcomes);
    }

    [Fact]
    public void A_model_that_was_opened_stays_the_same_while_a_run_overwrites_it()
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        using ModelDirectory opened = ModelDirectory.Open(_directory.Root);
        Save(NumberedCheckpoints.AtStep(2, weights: 4));
        float[] weights = new float[4];
        opened.Weights.CopyTo<float>("weights", weights);
        Assert.Equal([1, 1, 1, 1], weights);
        Assert.Equal("token 1", opened.ReadVocabulary("tokens", 2)[^1]);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab/tokens.txt")]
    public void A_file_of_another_model_is_found_by_its_digest(string name)
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        byte[] before = File.ReadAllBytes(_directory[name]);
        Save(NumberedCheckpoints.AtStep(2, weights: 4));
        byte[] after = File.ReadAllBytes(_directory[name]);
        int readings = 0;
        File.WriteAllBytes(_directory[name], before);
        using ModelDirectory model = ModelDirectory.Open(_directory.Root, () =>
        {
            // The run replaces the file after the first reading of it.
            if (++readings == 1) File.WriteAllBytes(_directory[name], after);
        });
        Assert.Equal(2, readings);
        Assert.Equal((2, "token 2"), (model.Configuration.Architecture.Hidden, model.ReadVocabulary("tokens", 3)[^1]));
    }

    [Fact]
    public void Labels_in_another_order_are_refused()
    {
        Save(NumberedCheckpoints.AtStep(2, weights: 4));
        File.WriteAllText(_directory["vocab/tokens.txt"], "token 1\ntoken 0\ntoken 2\n");
        using ModelDirectory model = ModelDirectory.Open(_directory.Root);
        InputException refusal = Assert.Throws<InputException>(() => model.ReadVocabulary("tokens", 3));
        string message = "not the file that the weights were trained with: model.safetensors names another digest";
        Assert.Equal($"{_directory["vocab/tokens.txt"]}: {message}", refusal.Message);
    }

    [Fact]
    public void Weights_without_digests_are_read_with_any_files()
    {
        Save(NumberedCheckpoints.AtStep(2, weights: 4));
        using (FileStream weights = File.Create(_directory["model.safetensors"]))
            SafetensorsFile.Write(weights, NumberedCheckpoints.AtStep(2, weights: 4).BestWeights!, new Dictionary<string, string> { ["format"] = "pt" });
        Assert.Equal(2, NumberedCheckpoints.ReadModel(_directory.Root));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("vocab/tokens.txt")]
    [InlineData("vocab")]
    public void A_reader_does_not_follow_a_link(string name)
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        using var elsewhere = new TemporaryFolder();
        Directory.Move(_directory[name], elsewhere["target"]);
        File.CreateSymbolicLink(_directory[name], elsewhere["target"]);
        InputException refusal = Assert.Throws<InputException>(() => ModelDirectory.Open(_directory.Root));
        Assert.Equal($"{_directory[name]}: expected a file or folder, found a link", refusal.Message);
    }

    [Fact]
    public void A_vocabulary_outside_the_directory_is_refused()
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        string path = _directory["config.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"tags\"", "\"../../tags\"", StringComparison.Ordinal));
        InputException refusal = Assert.Throws<InputException>(() => ModelDirectory.Open(_directory.Root));
        Assert.Equal($"{path}: architecture.vocabularies: '../../tags' cannot be the name of a file", refusal.Message);
    }

    [Fact]
    public void State_and_progress_of_different_steps_are_refused()
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        string progress = File.ReadAllText(_directory["training.json"]);
        Save(NumberedCheckpoints.AtStep(2, weights: 4));
        File.WriteAllText(_directory["training.json"], progress);
        using ModelDirectory model = ModelDirectory.Open(_directory.Root);
        InputException refusal = Assert.Throws<InputException>(() => TrainingState.Open(model, TrainingState.ReadProgress(model)));
        Assert.Equal($"{_directory["training.safetensors"]}: it is of step 2, but training.json is of step 1", refusal.Message);
    }

    [Fact]
    public void A_path_without_a_model_is_refused_in_one_line()
    {
        AssertRefused(_directory["missing"], $"{_directory["missing"]}: no such directory");
        AssertRefused(_directory.Root, $"{_directory.Root}: not a model: it has no config.json");
        File.WriteAllText(_directory["file"], "");
        AssertRefused(_directory["file"], $"{_directory["file"]}: expected a model's directory, found a file");
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        File.Delete(_directory["model.safetensors"]);
        AssertRefused(_directory.Root, $"{_directory.Root}: the model is incomplete: model.safetensors is missing");
    }

    [Theory]
    [InlineData("a\nb\n", "expected 3 symbols, found 2")]
    [InlineData("a\nb\nc", "its last line has no end: the file was cut short")]
    [InlineData("", "expected a symbol on every line, found an empty file")]
    public void A_vocabulary_that_does_not_fit_is_refused(string text, string message)
    {
        Save(NumberedCheckpoints.AtStep(2, weights: 4));
        File.WriteAllText(_directory["vocab/tokens.txt"], text);
        using ModelDirectory model = ModelDirectory.Open(_directory.Root);
        InputException refusal = Assert.Throws<InputException>(() => model.ReadVocabulary("tokens", 3));
        Assert.Equal($"{_directory["vocab/tokens.txt"]}: {message}", refusal.Message);
    }

    [Fact]
    public void Symbols_with_odd_characters_are_read_as_they_were_written()
    {
        string[] symbols = ["<unk>", "10 000", "\u00a0", "\u2028", "\u0085", "\ufeff", "\"", "名", "😀"];
        Checkpoint checkpoint = NumberedCheckpoints.AtStep(1, weights: 1);
        Save(checkpoint with { Vocabularies = new Dictionary<string, IReadOnlyList<string>> { ["tokens"] = symbols } });
        using ModelDirectory model = ModelDirectory.Open(_directory.Root);
        Assert.Equal(symbols, model.ReadVocabulary("tokens", symbols.Length).Symbols);
    }

    private static void AssertRefused(string path, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => ModelDirectory.Open(path)).Message);

    private TrainingProgress Progress()
    {
        using ModelDirectory model = ModelDirectory.Open(_directory.Root);
        return TrainingState.ReadProgress(model);
    }

    private void Save(Checkpoint checkpoint)
    {
        using CheckpointWriter writer = CheckpointWriter.Open(_directory.Root);
        writer.Save(checkpoint);
    }

    private void AssertWholeAtEveryStep(Checkpoint checkpoint, bool configurationChanges)
    {
        var steps = new List<int>();
        using (CheckpointWriter writer = CheckpointWriter.Open(_directory.Root, () =>
        {
            steps.Add(NumberedCheckpoints.StepOf(_directory.Root, configurationChanges));
            using TemporaryFolder killed = KilledDirectory.CopyOf(_directory.Root);
            CheckpointWriter.Open(killed.Root).Dispose();
            Assert.Equal(steps[^1], NumberedCheckpoints.StepOf(killed.Root, configurationChanges));
            Assert.DoesNotContain(killed.Files(), file => file.Contains("rnnctl", StringComparison.Ordinal));
        }))
            writer.Save(checkpoint);
        Assert.Equal(steps.Order(), steps);
        Assert.Equal([1, 2], steps.Distinct());
    }
}
