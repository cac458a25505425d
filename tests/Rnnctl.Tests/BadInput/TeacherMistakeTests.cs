using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.BadInput;

/// <summary>What <c>train --teacher</c> refuses.</summary>
public sealed class TeacherMistakeTests : IDisposable
{
    private static readonly Lazy<TemporaryFolder> Shared = new(MakeFolder);

    private readonly TemporaryFolder _folder = new();

    private static string Teacher => Shared.Value["teacher"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a O\nb B-y\n", "--teacher: TEACHER does not know the label 'B-y': a teacher knows the labels that are learnt, and no others")]
    [InlineData("a O\nb O\n", "--teacher: the label 'B-x' of TEACHER is not learnt: a teacher knows the labels that are learnt, and no others")]
    public void A_teacher_with_other_labels_is_refused(string corpus, string message) =>
        Assert.Equal(Expected(message), Refused("--train", _folder.Write("b.conll", corpus), "--teacher", Teacher));

    [Theory]
    [InlineData("--teacher: TEACHER reads no features, and the new tagger the features 2: a teacher reads the same", "--features", "2")]
    [InlineData("--teacher-weight 1 and --crf exclude each other", "--crf", "--teacher-weight", "1")]
    [InlineData("--teacher-weight: expected a number above 0 and at most 1, found '0'", "--teacher-weight", "0")]
    [InlineData("--teacher is of no use with --task lm", "--task", "lm")]
    [InlineData("--teacher is of no use with --task translate", "--task", "translate")]
    public void Options_that_do_not_go_with_a_teacher_are_refused(string message, params string[] words)
    {
        string corpus = _folder.Write("c.conll", "a X O\nb X B-x\n");
        Assert.Equal(Expected(message), Refused(["--train", corpus, "--teacher", Teacher, .. words]));
    }

    [Fact]
    public void A_weight_without_a_teacher_is_refused() =>
        Assert.Equal("--teacher-weight is of no use without --teacher", Refused("--train", Shared.Value["a.conll"], "--teacher-weight", "0.3"));

    [Fact]
    public void What_is_no_tagger_is_refused()
    {
        string[] words = ["--train", Shared.Value["a.conll"], "--teacher"];
        Assert.Equal($"--teacher: {_folder["none"]}: no such directory", Refused([.. words, _folder["none"]]));
        Assert.Equal(
            $"{ContextualFolder.LanguageModel}/config.json: task: expected tag, found lm", Refused([.. words, Teacher, ContextualFolder.LanguageModel]));
    }

    [Fact]
    public void A_teacher_is_not_replaced_by_its_student()
    {
        string model = ContextualFolder.CopyOf(Teacher, _folder["model"]);
        Assert.Equal(
            $"--teacher {model}: it is in the directory of --output",
            Refusal.Of("train", "--train", Shared.Value["a.conll"], "--output", model, "--overwrite", "--teacher", model));
    }

    [Fact]
    public void A_teacher_that_reads_language_models_excludes_sentences_in_their_files()
    {
        string[] train = ["--train", ContextualFolder.Corpus];
        InProcessTool.Done(
        [
            "train", .. train, "--output", _folder["reader"], "--contextual", ContextualFolder.LanguageModel, "--epochs", "1", "--hidden", "3",
            "--embedding", "3", "--device", "cpu",
        ]);
        string[] taught = [.. train, "--teacher", _folder["reader"], "--device", "cpu", "--hidden", "3", "--epochs", "1"];
        InProcessTool.Done(["train", .. taught, "--output", _folder["student"]]);
        Assert.Equal($"--teacher: {_folder["reader"]} reads language models, and so excludes --stream", Refused([.. taught, "--stream"]));
    }

    private static string Expected(string message) => message.Replace("TEACHER", Teacher, StringComparison.Ordinal);

    private static TemporaryFolder MakeFolder()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        string corpus = folder.Write("a.conll", "a O\nb B-x\n");
        InProcessTool.Done("train", "--train", corpus, "--output", folder["teacher"], "--epochs", "1", "--hidden", "3", "--embedding", "3", "--device", "cpu");
        return folder;
    }

    /// <summary>The error of a run that writes nothing.</summary>
    private string Refused(params string[] words)
    {
        string message = Refusal.Of(["train", "--output", _folder["refused"], .. words]);
        Assert.False(Directory.Exists(_folder["refused"]));
        return message;
    }
}
