using System.Globalization;
using System.Text.Json.Nodes;

namespace Rnnctl.Tests.Foreign;

/// <summary>
/// State dicts that PyTorch 1.13 made, against what PyTorch itself computes with them. The tagger's embeddings are in 16 bits, and its unknown symbol is in the
/// second line; the language model's frame stands among its words.
/// </summary>
/// <remarks>
/// <code>
/// class Tagger(nn.Module):
///     def __init__(self):
///         super().__init__()
///         self.word_embeddings = nn.Embedding(6, 5)
///         self.rnn = nn.GRU(5, 4, 2, bidirectional=True)
///         self.hidden2tag = nn.Linear(8, 3)
///     def forward(self, ids): return self.hidden2tag(self.rnn(self.word_embeddings(ids))[0]).softmax(-1)
///
/// class LanguageModel(nn.Module):
///     def __init__(self):
///         super().__init__()
///         self.encoder = nn.Embedding(6, 4)
///         self.rnn = nn.LSTM(4, 3)
///         self.decoder = nn.Linear(3, 6)
///     def forward(self, ids): return self.decoder(self.rnn(self.encoder(ids))[0]).log_softmax(-1)
///
/// torch.manual_seed(7)
/// with torch.no_grad():
///     words, tags, tagger = ["the", "&lt;unk&gt;", "dog", "ate", "apple", "&lt;pad&gt;"], ["DET", "NN", "V"], Tagger()
///     for p in tagger.parameters(): p.mul_(3)
///     tagger.word_embeddings.weight.copy_(tagger.word_embeddings.weight.half().float())
///     p = tagger(torch.tensor([words.index(w) if w in words else 1 for w in s.split()])).max(-1)
///     symbols, model = ["&lt;/s&gt;", "a", "&lt;s&gt;", "b", "&lt;unk&gt;", "c"], LanguageModel()
///     for p in model.parameters(): p.mul_(3)
///     ids = torch.tensor([symbols.index(w) if w in symbols else 4 for w in ["&lt;s&gt;", *s.split(), "&lt;/s&gt;"]])
///     model(ids[:-1]).gather(1, ids[1:, None]).sum()
/// </code>
/// </remarks>
public sealed class TorchWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tagger_gives_the_probabilities_of_PyTorch()
    {
        string tokens = _folder.Write("tokens", "the\n<unk>\ndog\nate\napple\n<pad>\n"), labels = _folder.Write("labels", "DET\nNN\nV\n");
        InProcessTool.Done(
            "import", "torch", File("torch-tagger"), "--tokens", tokens, "--labels", labels, "--map", "model.word_embeddings.=embedding.",
            "model.rnn.=encoder.", "model.hidden2tag.=output.", "--output", _folder["tagger"]);
        string sentences = _folder.Write("sentences", "the dog ate the apple\napple pie\n");
        string[] lines = InProcessTool.Done(
            "tag", _folder["tagger"], sentences, "--probabilities", "--output-format", "json", "--device", "cpu").Split('\n');
        RequireLine(lines[0], ["DET", "DET", "NN", "DET", "NN"], [0.8554092645645, 0.7286546230316, 0.5364927649498, 0.5812551379204, 0.3667648732662]);
        RequireLine(lines[1], ["DET", "DET"], [0.7063436508178711, 0.6105393767356873]);
    }

    [Fact]
    public void Language_model_gives_the_log_probabilities_of_PyTorch()
    {
        string words = _folder.Write("words", "</s>\na\n<s>\nb\n<unk>\nc\n"), sentences = _folder.Write("sentences", "a b\nc d a\n");
        InProcessTool.Done(
            "import", "torch", File("torch-lm"), "--task", "lm", "--vocab", words, "--map", "encoder.=embedding.", "rnn.=forward.", "decoder.=output.",
            "--output", _folder["lm"]);
        string[] scores = InProcessTool.Done("score", _folder["lm"], sentences, "--device", "cpu").Split('\n')[..^1];
        double[] found = [.. scores.Select(score => double.Parse(score, CultureInfo.InvariantCulture))];
        Assert.Equal([-8.106505393981934, -10.833259582519531], found, (x, y) => Math.Abs(x - y) < 1e-4);
    }

    private static string File(string name) => Path.Combine(Repository.Root, "tests", "Rnnctl.Tests", "Foreign", name + ".safetensors");

    private static void RequireLine(string line, string[] labels, double[] probabilities)
    {
        JsonNode found = JsonNode.Parse(line)!;
        Assert.Equal(labels, found["labels"]!.AsArray().Select(label => (string?)label));
        Assert.Equal(probabilities, found["probabilities"]!.AsArray().Select(probability => (double)probability!), (x, y) => Math.Abs(x - y) < 2e-6);
    }
}
