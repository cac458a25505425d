using System.Security.Cryptography;
using Rnnctl.Inference.Averages;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Averages;

public sealed class ModelAverageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Differences => ["hidden", "cell", "task", "lowercase", "symbol", "size"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_weight_is_the_mean_in_double_rounded_once()
    {
        Dictionary<string, float[]>[] models = [.. Enumerable.Range(1, 3).Select(Tagger)];
        Average("1", "2", "3");
        Dictionary<string, float[]> mean = RandomModel.Read(_folder["mean"]);
        Assert.Equal(models[0].Keys.Order(), mean.Keys.Order());
        foreach ((string name, float[] found) in mean)
            Assert.Equal(found.Select((_, i) => (float)(((double)models[0][name][i] + models[1][name][i] + models[2][name][i]) / 3)), found);
    }

    [Fact]
    public void Configuration_names_the_models_and_the_digests_of_their_weights()
    {
        Tagger(1);
        Tagger(2);
        Average("1", "2");
        using ModelDirectory mean = ModelDirectory.Open(_folder["mean"]);
        Assert.Equal(["1", "2"], mean.Configuration.Training.Averaged!.Keys);
        foreach ((string number, WeightsSource source) in mean.Configuration.Training.Averaged)
        {
            Assert.Equal(_folder[number], source.Path);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder[number], "model.safetensors")))), source.Sha256);
        }
    }

    [Fact]
    public void Language_models_and_translators_have_means_too()
    {
        foreach (int seed in (int[])[1, 2])
        {
            RandomModel.Write(
                _folder[$"lm{seed}"], ModelTask.Lm, RandomModel.LanguageModel, RandomModel.LanguageModelSymbols, (ulong)seed);
            RandomModel.Write(
                _folder[$"en-de{seed}"], ModelTask.Translate, RandomModel.Translator, RandomModel.TranslatorSymbols, (ulong)seed);
        }

        foreach (string name in (string[])["lm", "en-de"])
        {
            Write(name, $"{name}1", $"{name}2");
            Dictionary<string, float[]> first = RandomModel.Read(_folder[$"{name}1"]), second = RandomModel.Read(_folder[$"{name}2"]);
            foreach ((string tensor, float[] found) in RandomModel.Read(_folder[name]))
                Assert.Equal(first[tensor].Zip(second[tensor], (x, y) => (float)(((double)x + y) / 2)), found);
        }
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public void First_difference_is_named_and_nothing_is_written(string difference)
    {
        Tagger(1);
        var symbols = new Dictionary<string, IReadOnlyList<string>>(RandomModel.TaggerSymbols);
        ArchitectureConfiguration architecture = RandomModel.Tagger;
        string other = _folder["other"], first = _folder["1"];
        string expected = difference switch
        {
            "hidden" => $"--hidden is 5, and 3 in {first}",
            "cell" => $"--cell is gru, and lstm in {first}",
            "task" => $"--task is lm, and tag in {first}",
            "lowercase" => $"--lowercase is true, and false in {first}",
            "symbol" => $"line 4 of vocabulary tokens is 'd', and 'c' in {first}",
            _ => $"vocabulary tokens has 5 lines, and 4 in {first}",
        };
        if (difference == "hidden") architecture = architecture with { Hidden = 5 };
        if (difference == "cell") architecture = architecture with { Cell = "gru" };
        if (difference == "symbol") symbols["tokens"] = ["<unk>", "a", "b", "d"];
        if (difference == "size") symbols["tokens"] = ["<unk>", "a", "b", "c", "d"];
        if (difference == "task") RandomModel.Write(other, ModelTask.Lm, RandomModel.LanguageModel, RandomModel.LanguageModelSymbols, 2);
        else RandomModel.Write(other, ModelTask.Tag, architecture, symbols, 2, one => one with { Text = new() { Lowercase = difference == "lowercase" } });
        InputException error = Assert.Throws<InputException>(() => Average("1", "other"));
        Assert.Equal($"{other}: {expected}: a mean is of models of one architecture and one vocabulary", error.Message);
        Assert.False(Directory.Exists(_folder["mean"]));
    }

    [Fact]
    public void Options_that_only_training_uses_may_differ()
    {
        Tagger(1);
        RandomModel.Write(
            _folder["2"], ModelTask.Tag, RandomModel.Tagger with { Dropout = 0.5, RecurrentDropout = 0.2 }, RandomModel.TaggerSymbols, 2,
            one => one with { Training = new() { LearningRate = 3 }, Text = new() { MinCount = 7 } });
        Average("1", "2");
        using ModelDirectory mean = ModelDirectory.Open(_folder["mean"]);
        Assert.Equal(0, mean.Configuration.Architecture.Dropout);
    }

    [Fact]
    public void Weight_that_is_not_a_number_is_refused_and_nothing_is_written()
    {
        Tagger(1);
        Dictionary<string, float[]> weights = Tagger(2);
        byte[] bytes = File.ReadAllBytes(Path.Combine(_folder["2"], "model.safetensors"));
        byte[] nan = BitConverter.GetBytes(float.NaN);
        nan.CopyTo(bytes, bytes.Length - nan.Length);
        File.WriteAllBytes(Path.Combine(_folder["2"], "model.safetensors"), bytes);
        string last = weights.Keys.Order(StringComparer.Ordinal).Last();
        InputException error = Assert.Throws<InputException>(() => Average("1", "2"));
        Assert.Contains($"tensor '{last}': expected finite numbers, found NaN", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["mean"]));
    }

    [Fact]
    public void Model_in_the_place_of_the_mean_is_replaced_with_all_its_files()
    {
        Tagger(1);
        Tagger(2);
        var symbols = new Dictionary<string, IReadOnlyList<string>>(RandomModel.TaggerSymbols) { ["characters"] = ["<unk>", "a"] };
        RandomModel.Write(
            _folder["mean"], ModelTask.Tag, RandomModel.Tagger with { CharCell = Models.Characters.CharacterCell.Lstm }, symbols, 3);
        foreach (string name in (string[])["training.json", "training.safetensors", "metrics.csv"]) _folder.Write($"mean/{name}", "old");
        Average("1", "2");
        Assert.Equal(
            ["config.json", "model.safetensors", "vocab/labels.txt", "vocab/tokens.txt"],
            TemporaryFolder.FilesIn(_folder["mean"]).Where(name => name != DirectoryLock.FileName).Order(StringComparer.Ordinal));
        RandomModel.Read(_folder["mean"]);
    }

    private Dictionary<string, float[]> Tagger(int seed) =>
        RandomModel.Write(_folder[$"{seed}"], ModelTask.Tag, RandomModel.Tagger, RandomModel.TaggerSymbols, (ulong)seed);

    private void Average(params string[] names) => Write("mean", names);

    private void Write(string output, params string[] names)
    {
        ModelDirectory[] models = [.. names.Select(name => ModelDirectory.Open(_folder[name]))];
        try
        {
            ModelAverage.Write(models, _folder[output]);
        }
        finally
        {
            foreach (ModelDirectory model in models) model.Dispose();
        }
    }
}
