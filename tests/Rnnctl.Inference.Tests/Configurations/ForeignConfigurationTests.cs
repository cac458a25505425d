using Rnnctl.Inference.Configurations;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Configurations;

/// <summary>Files that are no configuration.</summary>
public sealed class ForeignConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\0\0")]
    [InlineData("{\"format_version\": 1, \"format_version\": 1}")]
    public void A_file_that_is_not_JSON_is_refused(string text)
    {
        InputException refusal = Assert.Throws<InputException>(() => Read(text));
        Assert.StartsWith($"{_directory["config.json"]}:1: not valid JSON: ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "expected a JSON object")]
    [InlineData("{\"format_version\": 1, \"tool_version\": \"1\", \"task\": \"tag\", \"architecture\": 3, \"text\": {}, \"training\": {}}",
        "architecture: expected an object, found 3")]
    public void JSON_of_another_shape_is_refused(string text, string message) =>
        Assert.Equal($"{_directory["config.json"]}: {message}", Assert.Throws<InputException>(() => Read(text)).Message);

    [Fact]
    public void Random_tampering_never_throws_anything_else()
    {
        byte[] whole = Defaults();
        var random = new Random(11);
        for (int round = 0; round < 2000; round++)
        {
            byte[] tampered = [.. whole];
            tampered[random.Next(whole.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_directory["config.json"], tampered);
            Assert.True(Record.Exception(() => Read(File.OpenRead(_directory["config.json"]))) is null or InputException);
        }
    }

    private static byte[] Defaults()
    {
        using var stream = new MemoryStream();
        ModelConfiguration.DefaultsOf(ModelTask.Tag).Write(stream);
        return stream.ToArray();
    }

    private ModelConfiguration Read(string text)
    {
        File.WriteAllText(_directory["config.json"], text);
        return Read(File.OpenRead(_directory["config.json"]));
    }

    private ModelConfiguration Read(FileStream stream)
    {
        using (stream) return ModelConfiguration.Read(_directory["config.json"], stream);
    }
}
