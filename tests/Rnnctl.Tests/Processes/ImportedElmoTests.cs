using System.Text.Json;
using Rnnctl.Testing.Imports;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>A tagger that reads an imported ELMo: <c>rnnctl import elmo</c>, then <c>rnnctl train --contextual</c>.</summary>
public sealed class ImportedElmoTests : IDisposable
{
    private static readonly string[] Words = ["grapefruit", "fig", "Äpfel", "日本語"], Labels = ["A", "B", "C", "D"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The tagger's own vocabulary has no word, so that only the vectors of the language model tell one from another.</summary>
    [Fact]
    public void Tagger_tells_words_by_the_vectors_of_an_imported_model()
    {
        (string options, string weights) = new ElmoFiles().Write(_folder);
        InProcessTool.Done("import", "elmo", "--options", options, "--weights", weights, "--output", _folder["elmo"]);
        string corpus = _folder.Write("corpus.tsv", "tokens\tlabels\n" + string.Concat(Enumerable.Range(0, 64).Select(Line)));
        InProcessTool.Done(
            "train", "--train", corpus, "--output", _folder["tagger"], "--contextual", _folder["elmo"], "--min-count", "1000", "--hidden", "8",
            "--embedding", "4", "--dropout", "0", "--lr", "0.02", "--epochs", "15", "--batch-size", "8", "--device", "cpu", "--threads", "1");
        JsonElement result = JsonDocument.Parse(InProcessTool.Done("eval", _folder["tagger"], corpus, "--json", "--device", "cpu")).RootElement;
        Assert.InRange(result.GetProperty("accuracy").GetDouble(), 0.95, 1); // 0.25 by chance.
        string tokens = _folder.Write("tokens", "fig 日本語\ngrapefruit\n");
        Assert.Equal("fig 日本語\tB D\ngrapefruit\tA\n", InProcessTool.Done("tag", _folder["tagger"], tokens, "--device", "cpu"));
        Assert.Contains("contextual  3 layers of 8, at ", InProcessTool.Done("inspect", _folder["tagger"]), StringComparison.Ordinal);
        Assert.Equal(
            $"{_folder["tagger"]}: --contextual: the language models that a model reads are not exported to ONNX",
            Refusal.Of("export", _folder["tagger"], "--output", _folder["tagger.onnx"]));
        Assert.StartsWith(
            $"{_folder["elmo"]}: the model has no output layer", Refusal.Of("export", _folder["elmo"], "--output", _folder["elmo.onnx"]),
            StringComparison.Ordinal);
    }

    /// <summary>A sentence of one to three words.</summary>
    private static string Line(int number)
    {
        int[] words = [.. Enumerable.Range(0, 1 + (number % 3)).Select(place => (number >> (2 * place)) & 3)];
        return $"{string.Join(' ', words.Select(word => Words[word]))}\t{string.Join(' ', words.Select(word => Labels[word]))}\n";
    }
}
