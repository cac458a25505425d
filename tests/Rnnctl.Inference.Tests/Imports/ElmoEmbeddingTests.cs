using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Imports;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Testing.Imports;

namespace Rnnctl.Inference.Tests.Imports;

/// <summary>The embedder on an imported ELMo, against the equations of the program that wrote such files.</summary>
public sealed class ElmoEmbeddingTests : IDisposable
{
    private static readonly string[][] Sentences = [["a", "Zoë", "reads", "日本語", "a"], [], ["it", "ends", "."], ["😀"]];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void States_go_on_from_sentence_to_sentence_after_both_symbols_of_the_frame()
    {
        var files = new ElmoFiles();
        (string options, string weights) = files.Write(_folder);
        ElmoImport.Run(options, weights, _folder["elmo"]);
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using ModelDirectory directory = ModelDirectory.Open(_folder["elmo"]);
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        using var embedder = new SentenceEmbedder(model, stateful: true);
        var naive = new NaiveElmo(files);
        embedder.Run(Sentences[..2]);
        RequireEqual(naive.Read(Sentences[0]), embedder, sentence: 0);
        Assert.Equal(0, embedder.VectorsOf(layer: 1, sentence: 1).Length);
        embedder.Run(Sentences[2..]);
        RequireEqual(naive.Read(Sentences[2]), embedder, sentence: 0);
        RequireEqual(naive.Read(Sentences[3]), embedder, sentence: 1);
    }

    [Fact]
    public void Sentences_of_a_batch_do_not_depend_on_each_other()
    {
        var files = new ElmoFiles();
        (string options, string weights) = files.Write(_folder);
        ElmoImport.Run(options, weights, _folder["elmo"]);
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using ModelDirectory directory = ModelDirectory.Open(_folder["elmo"]);
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        using var embedder = new SentenceEmbedder(model);
        embedder.Run(Sentences);
        for (int sentence = 0; sentence < Sentences.Length; sentence++)
        {
            if (Sentences[sentence].Length > 0) RequireEqual(new NaiveElmo(files).Read(Sentences[sentence]), embedder, sentence);
        }
    }

    private static void RequireEqual(double[][] expected, SentenceEmbedder embedder, int sentence)
    {
        double[] wanted = [.. expected.SelectMany(vector => vector)];
        float[] found = embedder.VectorsOf(embedder.Widths.Count - 1, sentence).ToArray();
        Assert.Equal(wanted.Length, found.Length);
        Assert.All(wanted.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
    }
}
