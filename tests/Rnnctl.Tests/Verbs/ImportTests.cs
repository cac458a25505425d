using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>rnnctl import</c>; what it reads is tested beside the reader.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_another_kind_are_refused_and_nothing_is_written()
    {
        string options = _folder.Write("options.json", "{}"), weights = _folder.Write("weights.hdf5", "none");
        string output = _folder["elmo"];
        Assert.Equal(
            $"{options}: the key char_cnn.n_characters is missing",
            Refusal.Of("import", "elmo", "--options", options, "--weights", weights, "--output", output));
        Assert.False(Directory.Exists(output));
        Assert.Equal(
            "KIND: unknown value 'torch', expected one of elmo", Refusal.Of("import", "torch", "--options", options, "--weights", weights, "--output", output));
    }

    [Fact]
    public void A_model_is_not_overwritten()
    {
        Directory.CreateDirectory(_folder["elmo"]);
        _folder.Write("elmo/config.json", "{}");
        Assert.Equal(
            $"{_folder["elmo"]}: there is a config.json already",
            Refusal.Of("import", "elmo", "--options", "o", "--weights", "w", "--output", _folder["elmo"]));
    }
}
