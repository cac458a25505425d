using System.Text;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tests.Contextual;

/// <summary>Where the words of a model's batch are among the symbols of a language model.</summary>
public sealed class ContextualBatchTests
{
    private static readonly string[] Sentences = ["a bcd e", "bcd", "e e a a", "a bcdbcd", "e a"];

    private static readonly TextEncoder Words = new(
        Read(lines => Vocabulary.ReadForSequences(lines), "<unk>", "<s>", "</s>", "a", "bcd", "e"), subwords: null);

    private static readonly TextEncoder Characters = TextEncoder.OfCharacters(
        Read(lines => Vocabulary.ReadForCharacterSequences(lines), "<unk>", "<s>", "</s>", "<space>", "a", "b", "c", "d", "e"));

    public static TheoryData<bool, LanguageModelDirection> Models
    {
        get
        {
            var models = new TheoryData<bool, LanguageModelDirection>();
            foreach (LanguageModelDirection direction in Enum.GetValues<LanguageModelDirection>())
            {
                models.Add(false, direction);
                models.Add(true, direction);
            }

            return models;
        }
    }

    // The longest sentence in words is not the longest in characters.
    [Theory]
    [MemberData(nameof(Models))]
    public void Rows_of_a_word_are_those_after_its_last_symbol_and_before_its_first(bool byCharacters, LanguageModelDirection direction)
    {
        TextEncoder text = byCharacters ? Characters : Words;
        EncodedCorpus corpus = Corpus();
        var batch = new PackedBatch();
        batch.Fill(corpus, [4, 3, 0, 2]);
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using TrainedLanguageModel model = Model(text, direction, backend);
        var symbols = new ContextualBatch(model);
        symbols.Fill(corpus.Words!, batch.Order);
        symbols.Fill(corpus.Words!, batch.Order);
        Assert.Equal(0, AllocatedBytes.Of(() => symbols.Fill(corpus.Words!, batch.Order)));

        for (int place = 0; place < batch.Sentences; place++)
        {
            string sentence = Sentences[batch.Order[place]];
            string[] words = sentence.Split(' ');
            for (int word = 0; word < words.Length; word++)
            {
                int row = batch.StepOffsets[word] + place, direct = 0;
                if (direction != LanguageModelDirection.Backward)
                {
                    int[] read = [text.BeginId, .. Ids(text, string.Join(' ', words[..(word + 1)]))];
                    Assert.Equal(read, UpTo(symbols.Symbols, direct++, row, batch.Tokens));
                }

                if (direction == LanguageModelDirection.Forward) continue;
                int[] backward = [text.EndId, .. Ids(text, string.Join(' ', words[word..])).Reverse()];
                Assert.Equal(backward, UpTo(symbols.Symbols, direct, row, batch.Tokens));
            }
        }
    }

    /// <summary>The symbols that a direction has read at the row of a word, from the first.</summary>
    private static int[] UpTo(ContextualSymbols symbols, int direction, int word, int words)
    {
        int row = symbols.Rows.Span[(direction * words) + word], step = 0;
        while (symbols.Steps.Offset(step + 1) <= row) step++;
        int place = row - symbols.Steps.Offset(step), first = direction * symbols.Steps.Tokens;
        return [.. Enumerable.Range(0, step + 1).Select(t => symbols.Tokens.Span[first + symbols.Steps.Offset(t) + place])];
    }

    private static TrainedLanguageModel Model(TextEncoder text, LanguageModelDirection direction, Backend<float> backend)
    {
        var architecture = new ArchitectureConfiguration
        {
            Embedding = 2,
            Hidden = 2,
            Layers = 1,
            LanguageModel = new LanguageModelConfiguration { Direction = direction, Unit = text.Unit },
            Vocabularies = TrainedLanguageModel.SizesOf(text),
        };
        return TrainedLanguageModel.Create(new ModelConfiguration { Task = ModelTask.Lm, Architecture = architecture }, text, backend);
    }

    private static int[] Ids(TextEncoder text, string line)
    {
        List<int> ids = [];
        text.Encode(line, ids);
        return [.. ids];
    }

    private static EncodedCorpus Corpus()
    {
        var buffer = new SentenceBuffer();
        foreach (string sentence in Sentences) buffer.Add(sentence);
        var corpus = new EncodedCorpus(Read(lines => Vocabulary.ReadWithUnknown(lines), "<unk>", "a"), withWords: true);
        for (int sentence = 0; sentence < Sentences.Length; sentence++) corpus.Add(buffer[sentence]);
        return corpus;
    }

    private static Vocabulary Read(Func<LineReader, Vocabulary> read, params string[] symbols)
    {
        using var lines = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', symbols) + "\n")), "symbols");
        return read(lines);
    }
}
