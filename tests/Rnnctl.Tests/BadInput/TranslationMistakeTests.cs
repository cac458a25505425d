using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.BadInput;

/// <summary>Wrong files and options for translators.</summary>
public sealed class TranslationMistakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Model_of_another_task_is_refused_with_the_verb_that_runs_it()
    {
        string tagger = $"{SlotsModel.Path}/config.json: task: expected translate, found tag";
        Assert.Equal(tagger, Refusal.Of("translate", SlotsModel.Path));
        Assert.Equal(tagger, Refusal.Of("translate", ReverseModel.Path, "--ensemble", SlotsModel.Path));
        Assert.Equal($"{ReverseModel.Path}/config.json: task: expected tag, found translate", Refusal.Of("tag", ReverseModel.Path));
        var tool = new InProcessTool();
        tool.Run("tag", ReverseModel.Path);
        Assert.Equal("hint: a translator is run by rnnctl translate", tool.ErrorLines[^1]);
    }

    [Theory]
    [InlineData("--min-count")]
    [InlineData("--max-vocab")]
    public void Options_that_choose_symbols_are_refused_where_files_list_them(string option)
    {
        string[] train = ["train", "--task", "translate", "--train", "a", "b", "--output", "model", "--src-vocab", "x"];
        Assert.Equal(
            $"{option} is of no use with --src-vocab and --tgt-vocab", Refusal.Of([.. train, "--tgt-vocab", "x", option, "2"]));
        Assert.Equal("a: no such file", Refusal.Of([.. train, option, "2"]));
    }

    [Theory]
    [InlineData("config.json", "MODEL: the model is incomplete: config.json is missing")]
    [InlineData("model.safetensors", "MODEL: the model is incomplete: model.safetensors is missing")]
    [InlineData("vocab/source.txt", "MODEL/vocab/source.txt: no such file")]
    [InlineData("vocab/target.txt", "MODEL/vocab/target.txt: no such file")]
    public void Missing_file_of_a_model_is_named(string name, string message)
    {
        string model = _folder["model"];
        foreach (string file in TemporaryFolder.FilesIn(ReverseModel.Path).Where(file => file != name))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(model, file))!);
            File.Copy(Path.Combine(ReverseModel.Path, file), Path.Combine(model, file));
        }

        message = message.Replace("MODEL", model, StringComparison.Ordinal);
        Assert.Equal(message, Refusal.Of("translate", model));
        Assert.Equal(message, Refusal.Of("eval", model, ReverseModel.ValidationSource, ReverseModel.ValidationTarget));
    }

    [Fact]
    public void Files_that_cannot_be_read_have_different_messages()
    {
        string missing = _folder["missing.txt"], empty = _folder.Write("empty.tsv", ""), latin = _folder.Write("latin.txt", [0xe9, (byte)'\n']);
        Assert.Equal($"{missing}: no such directory", Refusal.Of("translate", missing));
        Assert.Equal($"{missing}: no such file", Refusal.Of("translate", ReverseModel.Path, missing));
        Assert.Equal($"{_folder.Root}: is a directory, expected a file", Refusal.Of("translate", ReverseModel.Path, _folder.Root));
        Assert.Equal($"{latin}:1: expected UTF-8 text, found the byte 0xE9 at column 1", Refusal.Of("translate", ReverseModel.Path, latin));
        Assert.Equal($"{missing}: no such file", Refusal.Of("eval", ReverseModel.Path, missing));
        Assert.Equal($"{empty}: expected sentences and their translations, found an empty file", Refusal.Of("eval", ReverseModel.Path, empty));
        Assert.Equal($"{empty}: expected a directory for pictures, found a file", Refusal.Of("translate", ReverseModel.Path, "--attention-svg", empty));
    }

    [Theory]
    [InlineData("--nbest: expected a number of at most --beam, 5, found 6", "--nbest", "6")]
    [InlineData("--beam: expected a number of at most 1000, found 1001", "--beam", "1001")]
    [InlineData("--nbest: expected a number of at most 1000, found 1001", "--sample", "--nbest", "1001")]
    [InlineData("--nbest: expected a number of at most --beam, 1, found 2", "--nbest", "2", "--beam", "1")]
    [InlineData("--sample and --beam exclude each other", "--sample", "--beam", "2")]
    [InlineData("--temperature is of no use without --sample", "--temperature", "0.5")]
    [InlineData("--top-p is of no use without --sample", "--top-p", "0.5")]
    [InlineData("--temperature: expected a number above 0, found '0'", "--sample", "--temperature", "0")]
    [InlineData("--top-p: expected a number above 0 and at most 1, found '1.1'", "--sample", "--top-p", "1.1")]
    [InlineData("--top-k: expected a whole number of at least 0, found '-1'", "--sample", "--top-k", "-1")]
    [InlineData("--length-penalty: expected a number of at least 0, found 'nan'", "--length-penalty", "nan")]
    [InlineData("--coverage-penalty: expected a number of at least 0, found '-1'", "--coverage-penalty", "-1")]
    [InlineData("--max-length: expected a whole number of at least 1, found '0'", "--max-length", "0")]
    public void Wrong_options_of_translate_are_refused(string message, params string[] options) =>
        Assert.Equal(message, Refusal.Of(["translate", ReverseModel.Path, .. options]));

    [Theory]
    [InlineData("--alignments")]
    [InlineData("--replace-unknown")]
    [InlineData("--attention-svg", "pictures")]
    [InlineData("--coverage-penalty", "0.2")]
    public void Options_that_need_attention_are_refused_for_a_model_without_it(params string[] options)
    {
        string message = $"{ReverseModel.WithoutAttention}: the model has no attention, which {options[0]} needs";
        Assert.Equal(message, Refusal.Of(["translate", ReverseModel.WithoutAttention, .. options]));
        Assert.False(Directory.Exists("pictures"));
    }

    [Theory]
    [InlineData("eval")]
    [InlineData("report", "--output", "-")]
    public void Coverage_penalty_is_refused_for_a_model_without_attention(params string[] verb)
    {
        string[] pairs = [ReverseModel.WithoutAttention, ReverseModel.ValidationSource, ReverseModel.ValidationTarget];
        string message = $"{ReverseModel.WithoutAttention}: the model has no attention, which --coverage-penalty needs";
        Assert.Equal(message, Refusal.Of([.. verb, .. pairs, "--coverage-penalty", "0.2"]));
    }

    [Fact]
    public void Ensemble_of_models_with_different_vocabularies_is_refused()
    {
        string other = ReverseModel.OfOtherVocabulary;
        string message = $"{other}: its vocabulary source is another than that of {ReverseModel.Path}: models that translate together share their vocabularies";
        Assert.Equal(message, Refusal.Of("translate", ReverseModel.Path, "--ensemble", ReverseModel.Path, other));
    }

    [Fact]
    public void Eval_refuses_options_of_the_other_task()
    {
        string[] pairs = [ReverseModel.ValidationSource, ReverseModel.ValidationTarget];
        Assert.Equal($"--confusion is of no use with {ReverseModel.Path}, a translator", Refusal.Of(["eval", ReverseModel.Path, .. pairs, "--confusion"]));
        Assert.Equal($"--format is of no use with {ReverseModel.Path}, a translator", Refusal.Of(["eval", ReverseModel.Path, .. pairs, "--format", "tsv"]));
        Assert.Equal($"--beam is of no use with {SlotsModel.Path}, a tagger", Refusal.Of("eval", SlotsModel.Path, SlotsModel.Validation, "--beam", "2"));
        Assert.Equal(
            "--tokenize: unknown value 'ja', expected one of 13a, intl, char, zh, none", Refusal.Of(["eval", ReverseModel.Path, .. pairs, "--tokenize", "ja"]));
    }

    [Fact]
    public void Files_with_different_numbers_of_lines_are_refused_with_both_counts()
    {
        string shorter = _folder.Write("shorter", "a\nb\n"), longer = _folder.Write("longer", "a\nb\nc\n");
        Assert.Equal($"{shorter} has 2 lines, {longer} has 3: expected a target for every source", Refusal.Of("eval", ReverseModel.Path, shorter, longer));
        string[] gold = ["eval", ReverseModel.Path, longer, longer, "--predictions"];
        Assert.Equal($"{shorter}: expected 3 translations, a line each, found 2", Refusal.Of([.. gold, shorter]));
        string longest = _folder.Write("longest", "a\nb\nc\n\nd\n");
        Assert.Equal($"{longest}: expected 3 translations, a line each, found 5", Refusal.Of([.. gold, longest]));
    }
}
