using Rnnctl.Inference.Library;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Library;

/// <summary>Models that cannot be opened: the library says what the tool says.</summary>
public sealed class OpenModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Path_without_a_model_gives_the_line_of_the_tool()
    {
        string file = _folder.Write("file", ""), plain = Directory.CreateDirectory(_folder["plain"]).FullName;
        foreach (string path in (string[])[_folder["missing"], file, plain]) AssertSays(Refusal.Of("tag", path), () => Tagger.Open(path));
        Assert.Equal("rnnctl train writes such a directory", Assert.Throws<ModelException>(() => Translator.Open(plain)).Hint);
        Assert.Throws<ArgumentException>(() => LanguageModel.Open(""));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("vocab/labels.txt")]
    public void Half_written_model_gives_the_line_of_the_tool(string name)
    {
        string model = SlotsModel.CopyTo(_folder), path = Path.Combine(model, name);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        AssertSays(Refusal.Of("tag", model), () => Tagger.Open(model));
        File.Delete(path);
        AssertSays(Refusal.Of("tag", model), () => Tagger.Open(model));
    }

    [Fact]
    public void Model_of_another_kind_gives_the_line_of_the_tool()
    {
        AssertSays(Refusal.Of("tag", ReverseModel.Path), () => Tagger.Open(ReverseModel.Path));
        AssertSays(Refusal.Of("translate", SlotsModel.Path), () => Translator.Open(SlotsModel.Path));
        AssertSays(Refusal.Of("sample", SlotsModel.Path), () => LanguageModel.Open(SlotsModel.Path));
    }

    [Fact]
    public void Tagger_that_reads_features_is_refused()
    {
        string model = TrainedModels.TaggerWithFeatures;
        AssertSays($"{model}: the model reads the features 2 besides tokens, which the library cannot give it", () => Tagger.Open(model));
    }

    [Fact]
    public void Model_is_read_at_once_and_its_directory_may_vanish()
    {
        string model = SlotsModel.CopyTo(_folder);
        using var tagger = Tagger.Open(model);
        Directory.Delete(model, recursive: true);
        Assert.Equal(["O", "B-destination"], tagger.Tag(["arrive", "Taipei"]));
    }

    private static void AssertSays(string expected, Func<object> open)
    {
        ModelException mistake = Assert.Throws<ModelException>(open);
        Assert.Equal(expected, mistake.Message);
        Assert.DoesNotContain('\n', mistake.Message);
    }
}
