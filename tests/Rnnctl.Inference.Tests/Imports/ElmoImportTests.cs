using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Imports;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Testing.Imports;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tests.Imports;

/// <summary>Published files of ELMos, against the equations of the program that wrote such files.</summary>
public sealed class ElmoImportTests : IDisposable
{
    private const string ExpectedFilters = "char_cnn.filters: expected a list of widths and numbers of filters, such as [[1, 32], [2, 32]]";

    // Words of one byte, of bytes of several alphabets, of just as many bytes as count and of more, where the cut is within a character.
    private static readonly string[][] Sentences =
    [
        ["a", "Zoë", "reads", "日本語", "a"],
        [new string('x', 44), new string('y', 48), "abcdefghij" + new string('é', 30), "ends", "."],
        ["😀"],
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_top_layer_is_what_the_published_equations_give(bool relu)
    {
        var files = new ElmoFiles(relu);
        Import(files);
        var naive = new NaiveElmo(files);
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using ModelDirectory directory = ModelDirectory.Open(_folder["elmo"]);
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        using var states = new StreamStates<float>(backend, model.Architecture, streams: 1);
        for (int i = 0; i < Sentences.Length; i++)
        {
            float[] found = Top(model, states, Sentences[i], isFirst: i == 0);
            double[] expected = [.. naive.Read(Sentences[i]).SelectMany(vector => vector)];
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
        }
    }

    [Fact]
    public void The_model_is_a_language_model_without_a_vocabulary()
    {
        Import(new ElmoFiles());
        Assert.Equal(["config.json", "model.safetensors"], TemporaryFolder.FilesIn(_folder["elmo"]).Where(name => !name.StartsWith('.')).Order());
        using ModelDirectory directory = ModelDirectory.Open(_folder["elmo"]);
        ModelConfiguration configuration = TrainedLanguageModel.ReadConfiguration(directory);
        Assert.False(TrainedLanguageModel.HasOutputLayer(configuration));
        Assert.Null(directory.StepInFirstEpoch);
        string message = Assert.Throws<InputException>(() => TrainedLanguageModel.RequireOutputLayer(configuration, "elmo")).Message;
        Assert.Equal("elmo: the model has no output layer: it makes vectors of words, and predicts none", message);
    }

    [Theory]
    [InlineData("char_embed")]
    [InlineData("CNN/W_cnn_1")]
    [InlineData("CNN_high_1/b_carry")]
    [InlineData("CNN_proj/W_proj")]
    [InlineData("RNN_1/RNN/MultiRNNCell/Cell1/LSTMCell/W_P_0")]
    public void A_missing_or_misshapen_dataset_is_named(string name)
    {
        var files = new ElmoFiles();
        (int[] shape, float[] values) = files.Datasets[name];
        files.Datasets.Remove(name);
        RequireRefused(files, $"weights.hdf5: dataset '{name}': missing");

        int[] longer = [.. shape[..^1], shape[^1] + 1];
        files.Datasets[name] = (longer, [.. values, .. new float[longer.Aggregate(1, (product, one) => product * one) - values.Length]]);
        RequireRefused(files, $"weights.hdf5: dataset '{name}': expected shape [{string.Join(", ", shape)}], found [{string.Join(", ", longer)}]");

        float[] strange = [.. values];
        strange[^1] = float.NaN;
        files.Datasets[name] = (shape, strange);
        RequireRefused(files, $"weights.hdf5: dataset '{name}': expected finite numbers, found NaN at element {strange.Length - 1}");
    }

    [Theory]
    [InlineData("\"n_layers\": 2", "\"n_layers\": 1", "RNN_0/RNN/MultiRNNCell/Cell1")]
    [InlineData("\"n_highway\": 2", "\"n_highway\": 1", "CNN_high_1")]
    public void A_layer_that_the_options_do_not_have_is_named(string was, string becomes, string name)
    {
        var files = new ElmoFiles();
        files.Options = files.UsualOptions().Replace(was, becomes, StringComparison.Ordinal);
        RequireRefused(files, $"weights.hdf5: '{name}': the options have no such layer");
    }

    [Theory]
    [InlineData("\"n_layers\": 2", "\"n_layers\": 0", "lstm.n_layers: expected a whole number between 1 and 256, found 0")]
    [InlineData("\"n_layers\": 2,", "", "the key lstm.n_layers is missing")]
    [InlineData("\"dim\": 5", "\"dim\": 70000", "lstm.dim: expected a whole number between 1 and 65536, found 70000")]
    [InlineData("\"dim\": 5", "\"dim\": \"5\"", "lstm.dim: expected a whole number between 1 and 65536, found \"5\"")]
    [InlineData("\"cell_clip\": 0.6", "\"cell_clip\": -3", "lstm.cell_clip: expected a number of at least 0, found -3")]
    [InlineData("true", "1", "lstm.use_skip_connections: expected true or false, found 1")]
    [InlineData("\"relu\"", "\"gelu\"", "char_cnn.activation: expected relu or tanh, found \"gelu\"")]
    [InlineData("262", "100", "char_cnn.n_characters: expected 261 or 262, found 100")]
    [InlineData("50", "51", "char_cnn.max_characters_per_token: expected 50, found 51")]
    [InlineData("[1, 3]", "[1, 3, 4]", $"{ExpectedFilters}, found [[1, 3, 4], [2, 4], [4, 2]]")]
    [InlineData("[1, 3]", "[60, 3]", $"{ExpectedFilters}, found [[60, 3], [2, 4], [4, 2]]")]
    public void A_wrong_option_is_named(string was, string becomes, string problem)
    {
        var files = new ElmoFiles();
        Assert.Contains(was, files.UsualOptions(), StringComparison.Ordinal);
        files.Options = files.UsualOptions().Replace(was, becomes, StringComparison.Ordinal);
        RequireRefused(files, $"options.json: {problem}");
    }

    [Fact]
    public void Options_that_are_not_JSON_and_weights_that_are_not_HDF5_are_refused()
    {
        var files = new ElmoFiles();
        (string options, string weights) = files.Write(_folder);
        File.WriteAllText(weights, "no weights");
        Assert.StartsWith($"{weights}: not an HDF5 file that can be read: ", Refusal(options, weights), StringComparison.Ordinal);
        File.WriteAllText(options, "{");
        Assert.StartsWith($"{options}:1: not valid JSON: ", Refusal(options, weights), StringComparison.Ordinal);
        File.WriteAllText(options, "[]");
        Assert.Equal($"{options}: the key char_cnn.n_characters is missing", Refusal(options, weights));
        Assert.Equal($"{_folder["none"]}: no such file", Refusal(_folder["none"], weights));
    }

    [Fact]
    public void A_file_that_was_cut_short_is_refused_whatever_the_place()
    {
        (string options, string weights) = new ElmoFiles().Write(_folder);
        byte[] whole = File.ReadAllBytes(weights);
        for (int length = 0; length < whole.Length; length += whole.Length / 40)
        {
            File.WriteAllBytes(weights, whole[..length]);
            Assert.StartsWith($"{weights}: ", Refusal(options, weights), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_dataset_that_says_to_be_longer_than_its_file_is_refused_before_memory_is_taken()
    {
        var files = new ElmoFiles { };
        files.Options = files.UsualOptions().Replace($"\"dim\": {ElmoFiles.CharacterSize}", "\"dim\": 65536", StringComparison.Ordinal);
        (string options, string weights) = files.Write(_folder);
        byte[] bytes = File.ReadAllBytes(weights);
        byte[] shape = [.. BitConverter.GetBytes(261L), .. BitConverter.GetBytes((long)ElmoFiles.CharacterSize)];
        int place = bytes.AsSpan().IndexOf(shape);
        Assert.True(place > 0);
        BitConverter.GetBytes(65536L).CopyTo(bytes, place + sizeof(long));
        File.WriteAllBytes(weights, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal($"{weights}: dataset 'char_embed': it would have 68419584 bytes, and the file has {bytes.Length}", Refusal(options, weights));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    /// <summary>The top layer's vectors of a sentence's words, forward then backward, <c>[words · 2 · width]</c>; both directions read its begin and end.
    /// </summary>
    private static float[] Top(TrainedLanguageModel model, StreamStates<float> states, string[] sentence, bool isFirst)
    {
        WrittenWords written = TrainedLanguageModel.NewWords(model.Configuration.Architecture, model.Text)!;
        int[] numbers = [Vocabulary.BeginId, .. sentence.Select(word => written.Add(word)), Vocabulary.EndId];
        var words = new PackedWords();
        words.Fill(written.Spellings, [.. numbers, .. numbers.Reverse()]);
        PackedSteps steps = StepsOf(numbers.Length), wordSteps = StepsOf([.. words.Lengths]);
        var input = new LanguageModelInput(tokens: [], steps, isFirst) { Words = new SpelledWords(words.CharacterIds, wordSteps, words.WordOfToken) };
        using var tape = new Tape<float>(model.Backend, recording: false);
        Tensor<float> outputs = model.Model.Readouts(tape, input, states, training: null).Value;
        var values = new float[outputs.Count];
        model.Backend.Download(outputs, values.AsSpan());
        float[][] rows = [.. values.Chunk(outputs.Columns)];
        return [.. Enumerable.Range(0, sentence.Length).SelectMany(word => rows[word + 1].Concat(rows[numbers.Length + sentence.Length - word]))];
    }

    private static PackedSteps StepsOf(params int[] lengths)
    {
        var steps = new PackedSteps();
        steps.Assign(lengths);
        return steps;
    }

    private void Import(ElmoFiles files)
    {
        (string options, string weights) = files.Write(_folder);
        ElmoImport.Run(options, weights, _folder["elmo"]);
    }

    private void RequireRefused(ElmoFiles files, string problem)
    {
        (string options, string weights) = files.Write(_folder);
        Assert.Equal(_folder[problem], Refusal(options, weights));
    }

    private string Refusal(string options, string weights)
    {
        string message = Assert.Throws<InputException>(() => ElmoImport.Run(options, weights, _folder["elmo"])).Message;
        Assert.False(Directory.Exists(_folder["elmo"]));
        return message;
    }
}
