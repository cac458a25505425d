using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.BadInput;

/// <summary>What <c>train --from</c> and <c>--freeze</c> refuse.</summary>
public sealed class FineTuningMistakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--hidden: expected 32, as MODEL has it, found 64", "--hidden", "64")]
    [InlineData("--cell: expected lstm, as MODEL has it, found gru", "--cell", "gru")]
    [InlineData("--bidirectional: expected on, as MODEL has it, found off", "--no-bidirectional")]
    [InlineData("--crf: expected off, as MODEL has it, found on", "--crf")]
    [InlineData("--char-cell: expected none, as MODEL has it, found cnn", "--char-cell", "cnn")]
    [InlineData("--projection: expected 0, as MODEL has it, found 3", "--projection", "3")]
    [InlineData("--lowercase: expected off, as MODEL has it, found on", "--lowercase")]
    [InlineData("--scheme: expected keep, as MODEL has it, found iobes", "--scheme", "iobes")]
    [InlineData("--features: expected none, as MODEL has it, found 2", "--features", "2")]
    [InlineData("--contextual: MODEL reads no language models", "--contextual", "MODEL")]
    [InlineData("--pretrained is of no use with --from", "--pretrained", "vectors")]
    [InlineData("--freeze-embeddings is of no use with --from", "--freeze-embeddings")]
    [InlineData("--src-vocab is of no use with --from", "--src-vocab", "words")]
    [InlineData("--contextual-link is of no use with --from", "--contextual-link")]
    [InlineData("--min-count is of no use with --fixed-vocabulary", "--fixed-vocabulary", "--min-count", "2")]
    [InlineData("MODEL/config.json: task: expected lm, found tag", "--task", "lm")]
    [InlineData("--attention is of no use with --task tag", "--attention", "dot")]
    public void An_option_that_contradicts_the_model_is_refused(string message, params string[] words)
    {
        string[] given = [.. words.Select(word => word.Replace("MODEL", SlotsModel.Path, StringComparison.Ordinal))];
        string expected = message.Replace("MODEL", SlotsModel.Path, StringComparison.Ordinal);
        Assert.Equal(expected, Refused([.. From(SlotsModel.Path), "--train", SlotsModel.Validation, .. given]));
    }

    [Fact]
    public void What_the_model_has_already_may_be_typed() => InProcessTool.Done(
    [
        .. From(SlotsModel.Path), "--train", SlotsModel.FirstSentences(_folder, 4), "--hidden", "32", "--cell", "lstm", "--bidirectional", "--layers", "1",
        "--output", _folder["new"], "--epochs", "1", "--zoneout", "0.1", "--device", "cpu",
    ]);

    [Fact]
    public void A_directory_that_is_no_model_gives_the_usual_error()
    {
        string[] train = ["--train", SlotsModel.Validation];
        Assert.Equal($"{_folder["missing"]}: no such directory", Refused([.. From(_folder["missing"]), .. train]));
        string model = SlotsModel.CopyTo(_folder);
        File.Delete(Path.Combine(model, "vocab", "tokens.txt"));
        Assert.Equal($"{model}/vocab/tokens.txt: no such file", Refused([.. From(model), .. train]));
        File.Delete(Path.Combine(model, "model.safetensors"));
        Assert.Equal($"{model}: the model is incomplete: model.safetensors is missing", Refused([.. From(model), .. train]));
    }

    [Theory]
    [InlineData("model")]
    [InlineData("./model/../model/")]
    [InlineData("link")]
    public void A_model_does_not_start_from_itself(string output)
    {
        string model = SlotsModel.CopyTo(_folder);
        Directory.CreateSymbolicLink(_folder["link"], model);
        string[] words = [.. From(model), "--train", SlotsModel.Validation, "--overwrite", "--output", Path.Combine(_folder.Root, output)];
        Assert.Equal($"--from {model}: it is in the directory of --output", Refusal.Of(words));
    }

    [Fact]
    public void An_unknown_label_with_a_fixed_vocabulary_is_refused_at_its_line()
    {
        string corpus = _folder.Write("new.tsv", "tokens\tlabels\narrive Taipei\tO B-destination\nleave Taipei\tO B-other\n");
        Assert.Equal(
            $"{corpus}:3: --fixed-vocabulary: {SlotsModel.Path} does not know the label 'B-other'",
            Refused([.. From(SlotsModel.Path), "--fixed-vocabulary", "--train", corpus]));
    }

    [Fact]
    public void A_run_that_goes_on_keeps_what_it_started_from()
    {
        string model = SlotsModel.CopyTo(_folder);
        string[] words = ["train", "--train", SlotsModel.Training, "--output", model, "--resume"];
        Assert.Equal("--from cannot change where a run goes on", Refusal.Of([.. words, "--from", "other"]));
        Assert.Equal("--freeze cannot change where a run goes on", Refusal.Of([.. words, "--freeze", "embedding"]));
    }

    [Fact]
    public void Without_a_model_a_vocabulary_cannot_be_fixed() =>
        Assert.Equal("--fixed-vocabulary is of no use without --from", Refused(["train", "--train", SlotsModel.Validation, "--fixed-vocabulary"]));

    [Fact]
    public void A_name_of_no_parameter_is_refused_with_those_that_there_are()
    {
        string message = Refused(["train", "--train", SlotsModel.FirstSentences(_folder, 4), "--freeze", "embeding", "--device", "cpu"]);
        Assert.StartsWith("--freeze: no parameter's name is or begins with 'embeding', expected one of embedding.weight, ", message, StringComparison.Ordinal);
        Assert.EndsWith(", output.weight, output.bias", message, StringComparison.Ordinal);
    }

    private static string[] From(string model) => ["train", "--from", model];

    /// <summary>The error of a run that writes nothing.</summary>
    private string Refused(string[] words)
    {
        string message = Refusal.Of([.. words, "--output", _folder["refused"]]);
        Assert.False(Directory.Exists(_folder["refused"]));
        return message;
    }
}
