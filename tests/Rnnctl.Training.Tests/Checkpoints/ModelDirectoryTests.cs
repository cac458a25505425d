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
        Assert.Equal(2, ModelDirectory.Open(_directory.Root).ReadProgress().Step);
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
    public void A_reader_that_opened_the_model_before_it_was_put_in_place_still_finds_its_files()
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        ModelDirectory? opened = null;
        using (CheckpointWriter writer = CheckpointWriter.Open(_directory.Root, () =>
        {
            if (File.Exists(_directory["commit.rnnctl-journal"]))
                opened ??= ModelDirectory.Open(_directory.Root);
        }))
            writer.Save(NumberedCheckpoints.AtStep(2, weights: 4));
        Assert.Equal(2, opened!.ReadConfiguration().Architecture.Hidden);
        Assert.Equal(2, opened.ReadProgress().Step);
    }

    [Fact]
    public void State_and_progress_of_different_steps_are_refused()
    {
        Save(NumberedCheckpoints.AtStep(1, weights: 4));
        string progress = File.ReadAllText(_directory["training.json"]);
        Save(NumberedCheckpoints.AtStep(2, weights: 4));
        File.WriteAllText(_directory["training.json"], progress);
        ModelDirectory model = ModelDirectory.Open(_directory.Root);
        InputException refusal = Assert.Throws<InputException>(() => model.OpenTrainingState(model.ReadProgress()));
        Assert.Equal($"{_directory["training.safetensors"]}: it is of step 2, but training.json is of step 1", refusal.Message);
    }

    [Fact]
    public void What_is_no_model_is_refused_in_one_line()
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
        InputException refusal = Assert.Throws<InputException>(() => ModelDirectory.Open(_directory.Root).ReadVocabulary("tokens", 3));
        Assert.Equal($"{_directory["vocab/tokens.txt"]}: {message}", refusal.Message);
    }

    [Fact]
    public void Symbols_with_odd_characters_come_back_as_they_were()
    {
        string[] symbols = ["<unk>", "10 000", "\u00a0", "\u2028", "\u0085", "\ufeff", "\"", "名", "😀"];
        Checkpoint checkpoint = NumberedCheckpoints.AtStep(1, weights: 1);
        Save(checkpoint with { Vocabularies = new Dictionary<string, IReadOnlyList<string>> { ["tokens"] = symbols } });
        Assert.Equal(symbols, ModelDirectory.Open(_directory.Root).ReadVocabulary("tokens", symbols.Length).Symbols);
    }

    private static void AssertRefused(string path, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => ModelDirectory.Open(path)).Message);

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
