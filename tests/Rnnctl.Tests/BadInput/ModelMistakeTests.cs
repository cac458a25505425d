using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.BadInput;

/// <summary>Directories that are no models, and damaged models: every verb that reads one refuses it and names the file.</summary>
public sealed class ModelMistakeTests : IDisposable
{
    private const string Cells =
        "elman, jordan, srn-identity, srn-linear, tdnn, lstm, lstm-peephole, lstm-coupled, gru, gru-before, mingru, minlstm";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Path_that_is_not_a_model_is_refused()
    {
        string file = _folder.Write("file", "");
        string plain = Directory.CreateDirectory(_folder["plain"]).FullName;
        AssertRefused(_folder["missing"], $"{_folder["missing"]}: no such directory");
        AssertRefused(file, $"{file}: expected a model's directory, found a file");
        AssertRefused(plain, $"{plain}: not a model: it has no config.json");
    }

    [Theory]
    [InlineData("config.json", "MODEL: the model is incomplete: config.json is missing")]
    [InlineData("model.safetensors", "MODEL: the model is incomplete: model.safetensors is missing")]
    [InlineData("vocab/tokens.txt", "MODEL/vocab/tokens.txt: no such file")]
    [InlineData("vocab/labels.txt", "MODEL/vocab/labels.txt: no such file")]
    public void Missing_file_is_named(string name, string message)
    {
        string model = SlotsModel.CopyTo(_folder);
        File.Delete(Path.Combine(model, name));
        AssertRefused(model, message);
    }

    [Theory]
    [InlineData("training.json")]
    [InlineData("training.safetensors")]
    [InlineData("metrics.csv")]
    public void Files_that_only_training_needs_may_be_missing_for_other_verbs(string name)
    {
        string model = SlotsModel.CopyTo(_folder);
        File.Delete(Path.Combine(model, name));
        InProcessTool.Done("eval", model, SlotsModel.Validation, "--threads", "1");
        InProcessTool.Done("inspect", model);
        if (name != "metrics.csv") Assert.Equal($"{model}: there is no training state to resume from", OfResuming(model));
    }

    [Theory]
    [InlineData("\"lstm\"", "\"rnn\"", ": architecture.cell: unknown cell 'rnn', expected one of " + Cells)]
    [InlineData("\"cell\":", "\"cell\"", ":6: not valid JSON: '\"' is invalid after a property name. Expected a ':'.")]
    [InlineData("\"hidden\": 32", "\"hidden\": \"many\"", ": architecture.hidden: expected a whole number, found \"many\"")]
    [InlineData("\"hidden\": 32", "\"hiden\": 32", ": unknown key 'architecture.hiden': the file was written by rnnctl 0.1.0, and this is 0.1.0")]
    [InlineData("\"hidden\": 32", "\"hidden\": 0", ": architecture.hidden: expected a whole number of at least 1, found 0")]
    [InlineData("\"format_version\": 1", "\"format_version\": 2", ": format_version: this rnnctl reads version 1, found 2")]
    [InlineData("\"task\": \"tag\"", "\"task\": \"parse\"", ": task: expected one of tag, translate, lm, found \"parse\"")]
    [InlineData("\"tokens\": 126", "\"toks\": 126", ": the key architecture.vocabularies.tokens is missing")]
    public void Wrong_configuration_is_reported_with_its_key(string before, string after, string message)
    {
        string model = SlotsModel.CopyTo(_folder);
        Replace(Path.Combine(model, "config.json"), before, after);
        AssertRefused(model, "MODEL/config.json" + message);
    }

    [Theory]
    [InlineData("\"layers\": 1", "\"layers\": 0", "tensor 'output.weight': expected the shape [11, 32], found [11, 64]")]
    [InlineData("\"layers\": 1", "\"layers\": 2", "it has no tensor 'encoder.weight_ih_l1'")]
    [InlineData("\"hidden\": 32", "\"hidden\": 33", "tensor 'encoder.weight_ih_l0': expected the shape [132, 32], found [128, 32]")]
    [InlineData("\"hidden\": 32", "\"hidden\": 60000", "tensor 'encoder.weight_ih_l0': expected the shape [240000, 32], found [128, 32]")]
    [InlineData("ional\": true", "ional\": false", "tensor 'output.weight': expected the shape [11, 32], found [11, 64]")]
    public void Configuration_that_does_not_fit_the_weights_is_reported_with_the_tensor(string before, string after, string message)
    {
        string model = SlotsModel.CopyTo(_folder);
        Replace(Path.Combine(model, "config.json"), before, after);
        AssertRefused(model, "MODEL/model.safetensors: " + message, "eval", "tag", "gradcheck");
    }

    [Theory]
    [InlineData("tokens.txt", "^to$", "Boston\nBoston", ": expected each symbol once, found 'Boston' again")]
    [InlineData("tokens.txt", "\\z", "more\n", ": expected 126 symbols, found 127")]
    [InlineData("tokens.txt", "..\\z", "", ": its last line has no end: the file was cut short")]
    [InlineData("labels.txt", "^O\n", "", ": expected 11 symbols, found 10")]
    public void Vocabulary_that_does_not_fit_is_refused(string name, string before, string after, string message)
    {
        string model = SlotsModel.CopyTo(_folder);
        string path = Path.Combine(model, "vocab", name);
        File.WriteAllText(path, Regex.Replace(File.ReadAllText(path), before, after, RegexOptions.Multiline | RegexOptions.Singleline));
        string refusal = Refusal.Of("eval", model, SlotsModel.Validation);
        Assert.StartsWith(path, refusal, StringComparison.Ordinal);
        Assert.Contains(message, refusal, StringComparison.Ordinal);
        AssertRefused(model, refusal, "eval", "tag", "inspect");
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("vocab/tokens.txt")]
    public void Pipe_in_place_of_a_file_is_refused_without_waiting(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        string model = SlotsModel.CopyTo(_folder), path = Path.Combine(model, name);
        File.Delete(path);
        Assert.Equal(0, ToolProcess.Run("mkfifo", [path]).ExitCode);
        AssertRefused(model, $"MODEL/{name}: expected a regular file");
    }

    [FactForOrdinaryUser]
    public void Forbidden_folder_and_missing_folder_have_different_messages()
    {
        if (OperatingSystem.IsWindows()) return;
        string model = SlotsModel.CopyTo(_folder);
        File.SetUnixFileMode(model, UnixFileMode.None);
        Assert.Equal($"{Path.Combine(model, "config.json")}: permission denied", Refusal.Of("tag", model));
        Assert.Equal($"{Path.Combine(model, "inner")}: permission denied", Refusal.Of("tag", Path.Combine(model, "inner")));
        Assert.Equal($"{Path.Combine(model, "inner")}: permission denied", Refusal.Of("plot", Path.Combine(model, "inner")));
        File.SetUnixFileMode(model, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Truncated_or_altered_weights_are_refused()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(SlotsModel.Path, "model.safetensors"));
        string header = Encoding.UTF8.GetString(whole, 8, (int)BitConverter.ToUInt64(whole));
        string second = Regex.Match(header, "\"encoder.bias_hh_l0\".*?\"data_offsets\":\\[([0-9]+),([0-9]+)\\]").Value;
        AssertWeightsRefused([], "not a safetensors file: 0 bytes are too few for a header");
        AssertWeightsRefused(whole[..500], $"not a safetensors file or cut short: its header ends at {8 + header.Length}, the file at 500");
        AssertWeightsRefused(
            whole[..^1],
            "tensor 'output.weight': the file was cut short: it ends at byte 86572 of the elements, of which there are 86571");
        AssertWeightsRefused(
            [.. BitConverter.GetBytes(ulong.MaxValue / 2), .. whole[8..]],
            "not a safetensors file: expected a header of at most 100000000 bytes, found 9223372036854775807");
        AssertWeightsRefused(
            WithHeader(header.Replace(second, second.Replace(",16640]", ",16636]").Replace("[16128,", "[16124,"))),
            "tensor 'encoder.bias_hh_l0': it overlaps the tensor before it by 4 bytes");
        AssertWeightsRefused(
            WithHeader(header.Replace("F32", "F16")),
            "tensor 'embedding.weight': its shape [126, 32] needs 8064 bytes, its offsets hold 16128");
        AssertWeightsRefused(
            WithHeader(header.Replace("F32", "I32")),
            "tensor 'embedding.weight': expected one of the types F32, F64, F16, BF16, I64, U64, found \"I32\"");

        byte[] WithHeader(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            return [.. BitConverter.GetBytes((ulong)bytes.Length), .. bytes, .. whole[(8 + header.Length)..]];
        }
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused_by_every_verb()
    {
        string model = SlotsModel.CopyTo(_folder), path = Path.Combine(model, "model.safetensors");
        byte[] weights = File.ReadAllBytes(path);
        BitConverter.GetBytes(float.NaN).CopyTo(weights, weights.Length - sizeof(float)); // The last number of the last tensor.
        File.WriteAllBytes(path, weights);
        const string Message = "MODEL/model.safetensors: tensor 'output.weight': expected finite numbers, found NaN at element 703";
        AssertRefused(model, Message, "eval", "tag", "gradcheck", "gradflow");
    }

    [Fact]
    public void Resume_refuses_weights_that_are_not_finite()
    {
        string model = SlotsModel.CopyTo(_folder), path = Path.Combine(model, "training.safetensors");
        byte[] state = File.ReadAllBytes(path);
        int header = (int)BitConverter.ToUInt64(state);
        string offset = Regex.Match(Encoding.UTF8.GetString(state, 8, header), "\"output.weight\".*?\"data_offsets\":\\[([0-9]+),").Groups[1].Value;
        BitConverter.GetBytes(float.NaN).CopyTo(state, 8 + header + int.Parse(offset, CultureInfo.InvariantCulture));
        File.WriteAllBytes(path, state);
        Assert.Equal($"{path}: tensor 'output.weight': expected finite numbers, found NaN at element 0", OfResuming(model));
    }

    [Theory]
    [InlineData("labels.txt")]
    [InlineData("tokens.txt")]
    public void Vocabulary_in_another_order_is_refused(string name)
    {
        string model = SlotsModel.CopyTo(_folder), path = Path.Combine(model, "vocab", name);
        string[] symbols = File.ReadAllLines(path);
        File.WriteAllLines(path, [.. symbols[..^2], symbols[^1], symbols[^2]]);
        string message = $"MODEL/vocab/{name}: not the file that the weights were trained with: model.safetensors names another digest";
        AssertRefused(model, message, "eval", "tag", "inspect");
        Assert.Equal(message.Replace("MODEL", model, StringComparison.Ordinal), OfResuming(model));
    }

    [Theory]
    [InlineData("\"step\": 378", "\"step\": 379", "MODEL/training.safetensors: it is of step 378, but training.json is of step 379")]
    [InlineData("\"batch\": 0", "\"batch\": 99", "--output: its training.json goes on at batch 99 of an epoch that has 63")]
    [InlineData("\"batch\": 0", "\"batch\": -1", "MODEL/training.json: batch: expected a number of at least 0, found -1")]
    [InlineData("\"batch\": 0,", "", "MODEL/training.json: the key batch is missing")]
    public void Resume_refuses_training_state_that_does_not_fit(string before, string after, string message)
    {
        string model = SlotsModel.CopyTo(_folder);
        Replace(Path.Combine(model, "training.json"), before, after);
        Assert.Equal(message.Replace("MODEL", model, StringComparison.Ordinal), OfResuming(model));
    }

    [Fact]
    public void Resume_refuses_a_damaged_log()
    {
        string model = SlotsModel.CopyTo(_folder);
        File.WriteAllText(Path.Combine(model, "metrics.csv"), "nonsense\n");
        Assert.Equal($"{model}/metrics.csv:1: expected the header of rnnctl's metrics, found another", OfResuming(model));
    }

    private static string OfResuming(string model) => Refusal.Of(
        "train", "--train", SlotsModel.Training, "--output", model, "--resume", "--epochs", "9", "--threads", "1");

    private static void Replace(string path, string before, string after)
    {
        string text = File.ReadAllText(path);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
    }

    private static void AssertWeightsRefused(byte[] weights, string message)
    {
        using var folder = new TemporaryFolder();
        string model = SlotsModel.CopyTo(folder);
        File.WriteAllBytes(Path.Combine(model, "model.safetensors"), weights);
        AssertRefused(model, "MODEL/model.safetensors: " + message);
    }

    private static void AssertRefused(string model, string message) => AssertRefused(model, message, "eval", "tag", "inspect");

    private static void AssertRefused(string model, string message, params string[] verbs)
    {
        foreach (string verb in verbs)
        {
            string[] words = verb switch
            {
                "eval" => [verb, model, SlotsModel.Validation],
                "gradcheck" => [verb, "--model", model],
                _ => [verb, model],
            };
            Assert.Equal(message.Replace("MODEL", model, StringComparison.Ordinal), Refusal.Of(words));
        }
    }
}
