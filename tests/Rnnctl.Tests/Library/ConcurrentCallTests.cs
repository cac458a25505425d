using Rnnctl.Inference.Library;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Library;

/// <summary>Calls from several threads at once, and the end of a model.</summary>
public sealed class ConcurrentCallTests
{
    private const int Callers = 6;

    private static readonly string[][] Sentences =
        [.. TrainedModels.Sentences("contextual").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Threads_that_call_a_tagger_at_once_get_the_answers_of_one(int threads)
    {
        using var tagger = Tagger.Open(TrainedModels.Tagger("contextual"), new ModelOptions { Threads = threads });
        string[][] labels = [.. Sentences.Select(tokens => tagger.Tag(tokens).ToArray())];
        double[] scores = [.. Sentences.Zip(labels, (tokens, given) => tagger.Score(tokens, given))];
        float[][] vectors = [.. Sentences.Select(tokens => Numbers(tagger.Embed(tokens)))];
        Call(caller =>
        {
            Assert.Equal(labels, tagger.Tag(Sentences));
            for (int place = 0; place < Sentences.Length; place++)
            {
                int sentence = (place + caller) % Sentences.Length;
                Assert.Equal(labels[sentence], tagger.Tag(Sentences[sentence]));
                Assert.Equal(scores[sentence], tagger.Score(Sentences[sentence], labels[sentence]));
                Assert.Equal(vectors[sentence], Numbers(tagger.Embed(Sentences[sentence])));
            }
        });
    }

    [Fact]
    public void Threads_that_call_a_translator_and_a_language_model_at_once_get_the_answers_of_one()
    {
        string[] letters = TrainedModels.Sentences("reverse"), texts = TrainedModels.Sentences("lm");
        using var translator = Translator.Open(TrainedModels.Translator("reverse"), new ModelOptions { Threads = 2 });
        using var model = LanguageModel.Open(ContextualFolder.LanguageModel, new ModelOptions { Threads = 2 });
        string[] translations = [.. letters.Select(text => translator.Translate(text).Text)];
        string[] scores = [.. texts.Select(text => Scores.Line(model.Score(text)))];
        Call(caller =>
        {
            Assert.Equal(translations, translator.Translate(letters, new TranslationOptions { Beam = 5 + (caller % 2) }).Select(one => one.Text));
            Assert.Equal(scores, caller % 2 == 0 ? model.Score(texts).Select(Scores.Line) : texts.Select(text => Scores.Line(model.Score(text))));
        });
    }

    [Fact]
    public void Disposed_model_refuses_calls_and_may_be_disposed_again()
    {
        var tagger = Tagger.Open(TrainedModels.Tagger("slots"));
        Assert.Single(tagger.Tag(["Taipei"]));
        tagger.Dispose();
        tagger.Dispose();
        ObjectDisposedException refused = Assert.Throws<ObjectDisposedException>(() => tagger.Tag(["Taipei"]));
        Assert.Equal(typeof(Tagger).FullName, refused.ObjectName);
        Assert.Throws<ObjectDisposedException>(() => tagger.Embed(["Taipei"]));
        var translator = Translator.Open(TrainedModels.Translator("reverse"));
        translator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => translator.Translate("a"));
    }

    [Fact]
    public async Task Disposal_waits_for_the_calls_that_run_and_ends_those_that_wait()
    {
        for (int round = 0; round < 5; round++)
        {
            var tagger = Tagger.Open(TrainedModels.Tagger("slots"), new ModelOptions { Threads = 2 });
            using var begun = new CountdownEvent(Callers);
            Task[] callers = [.. Enumerable.Range(0, Callers).Select(_ => Task.Factory.StartNew(CallUntilDisposed, TaskCreationOptions.LongRunning))];
            begun.Wait();
            tagger.Dispose();
            await Task.WhenAll(callers);

            void CallUntilDisposed()
            {
                Assert.Equal(["O", "B-destination"], tagger.Tag(["arrive", "Taipei"]));
                begun.Signal();
                Assert.Throws<ObjectDisposedException>((Action)CallEndlessly);
            }

            void CallEndlessly()
            {
                while (true) Assert.Equal(["O", "B-destination"], tagger.Tag(["arrive", "Taipei"]));
            }
        }
    }

    [Fact]
    public void Cancelled_call_ends_and_the_next_one_works()
    {
        using var tagger = Tagger.Open(TrainedModels.Tagger("slots"), new ModelOptions { Threads = 2 });
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        string[][] many = [.. Enumerable.Repeat((string[])["arrive", "Taipei"], 100)];
        Assert.ThrowsAny<OperationCanceledException>(() => tagger.Tag(many[0], cancelled.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => tagger.Tag(many, cancelled.Token));
        Assert.Equal(100, tagger.Tag(many).Count);
    }

    [Fact]
    public void Mistake_in_one_text_of_many_is_thrown_as_it_is()
    {
        using var translator = Translator.Open(TrainedModels.Translator("reverse"), new ModelOptions { Threads = 2 });
        string[] texts = [.. Enumerable.Repeat("a b", 20), string.Concat(Enumerable.Repeat("a ", 10_001))];
        Assert.Throws<ArgumentException>(() => translator.Translate(texts));
        Assert.Equal(20, translator.Translate(texts[..20]).Count);
    }

    private static void Call(Action<int> call) => Task.WaitAll(
        [.. Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(() => call(caller), TaskCreationOptions.LongRunning))]);

    private static float[] Numbers(IReadOnlyList<ReadOnlyMemory<float>> vectors) => [.. vectors.SelectMany(vector => vector.ToArray())];
}
