using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Decoding;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Translation;

namespace Rnnctl.Verbs.Bench;

/// <summary>A translator with random weights and random sentence pairs, to measure training and translation.</summary>
internal sealed class BenchTranslator : IDisposable
{
    /// <summary>The default: the vocabulary of a corpus of some ten thousand sentences.</summary>
    public const int UsualSymbols = 8000;

    private const ulong Seed = 5;
    private const double LearningRate = 0.001;

    // No symbol has this id, so that no translation ends early and all have the same length.
    private const int NoEnd = -1;

    private readonly TranslatorModel _model;
    private readonly TranslatorLearner _learner;
    private readonly EncodedPairs _pairs;
    private readonly int[] _chosen;
    private readonly int _steps;
    private long _updates;

    public BenchTranslator(Backend<float> backend, TranslatorBenchRequest request, BenchSize size)
    {
        _ = TensorSize.Of(size.Batch, size.Steps);
        TextEncoder encoder = BenchVocabulary.Of(request.Vocabulary);
        var text = new TranslatorText(encoder, encoder);
        _model = TranslatorModel.Create(Configuration(request, size.Cell, size.Hidden, text), text, backend);
        _pairs = Pairs(request.Vocabulary, size.Batch, size.Steps);
        _learner = new TranslatorLearner(_model, _pairs);
        _chosen = [.. Enumerable.Range(0, size.Batch)];
        _steps = size.Steps;
    }

    /// <summary>Updates the weights once.</summary>
    public void Train() => _learner.Learn(_chosen, ++_updates, LearningRate);

    /// <summary>Returns an action that translates all source sentences, and the runner to dispose afterwards.</summary>
    public Action NewSearch(int beam, out TranslatorRunner runner)
    {
        var options = new SearchOptions(Vocabulary.BeginId, NoEnd, beam, LengthPenalty: 1, _steps);
        var made = new TranslatorRunner(_model.Backend, [_model.Translator], options, BatchLimit.OfSentences(_chosen.Length));
        runner = made;
        return () => made.Run(_pairs.Sources);
    }

    public void Dispose()
    {
        _learner.Dispose();
        _model.Dispose();
    }

    private static ModelConfiguration Configuration(TranslatorBenchRequest request, CellDefinition cell, int hidden, TranslatorText text) => new()
    {
        Task = ModelTask.Translate,
        Architecture = new ArchitectureConfiguration
        {
            Cell = cell.Name,
            CellOptions = cell.Options,
            Hidden = hidden,
            Embedding = hidden,
            Layers = request.Layers,
            Dropout = 0,
            Vocabularies = text.Sizes(),
            Translator = new TranslatorConfiguration
            {
                DecoderCell = cell.IsRecurrent ? cell.Name : "lstm",
                Attention = request.Attention,
            },
        },
    };

    private static EncodedPairs Pairs(int symbols, int batch, int steps)
    {
        var random = new PhiloxRandom(Seed, stream: 0);
        var pairs = new EncodedPairs(new EncodedSentences(), new EncodedSentences());
        for (int pair = 0; pair < batch; pair++)
        {
            int[] source = [.. Enumerable.Range(0, steps - 1).Select(_ => random.Next(3, symbols)), Vocabulary.EndId];
            pairs.Sources.Add(source);
            pairs.Targets.Add([.. Enumerable.Range(0, steps - 1).Select(_ => random.Next(3, symbols))]);
        }

        return pairs;
    }
}
