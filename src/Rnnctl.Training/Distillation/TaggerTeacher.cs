using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Decoding;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Training.Distillation;

/// <summary>
/// A trained tagger that tells a student each token's distribution over the labels: the softmax of its logits, or the marginals of its conditional random field
/// (among well-formed spans only, where it decodes so). It reads the corpus by its own vocabularies, and drops nothing out.
/// </summary>
public sealed class TaggerTeacher : IDisposable
{
    private readonly TaggerModel _model;
    private readonly ISentenceLoader<EncodedCorpus> _loader;
    private readonly int[] _labelIds;
    private readonly Tape<float> _tape;
    private readonly ChainDecoder<float>? _decoder;
    private readonly ContextualReader? _contextual;
    private readonly TaggerBatch _batch = new();
    private float[] _rows = [];

    /// <summary>A teacher; it owns its model from now on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="corpus">The corpus in the ids of the model's vocabularies.</param>
    /// <param name="labels">The student's labels, all of which the model knows.</param>
    public TaggerTeacher(TaggerModel model, ISentenceSource<EncodedCorpus> corpus, Vocabulary labels)
    {
        (_model, _loader) = (model, corpus.NewLoader());
        _labelIds = [.. labels.Symbols.Select(label => model.Labels.Find(label))];
        _tape = new Tape<float>(model.Backend, recording: false);
        _decoder = model.NewDecoder();
        _contextual = model.NewContextualReader();
    }

    /// <summary>The mean of teachers' distributions for every token of a corpus.</summary>
    /// <param name="teachers">The teachers, at least one, which read the same corpus.</param>
    /// <param name="corpus">The corpus as the student reads it.</param>
    /// <param name="sentences">The number of its sentences.</param>
    /// <param name="labels">The number of labels.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">A batch does not fit memory.</exception>
    public static LabelDistributions Label(
        IReadOnlyList<TaggerTeacher> teachers, ISentenceSource<EncodedCorpus> corpus, int sentences, int labels, CancellationToken cancellation)
    {
        var distributions = new LabelDistributions(labels);
        double[] sums = [];
        for (int first = 0; first < sentences;)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] starts = StartsOfBatch(corpus, first, sentences, labels);
            int[] batch = [.. Enumerable.Range(first, starts.Length - 1)];
            int count = TensorSize.Of(starts[^1], labels);
            if (sums.Length < count) sums = new double[count];
            sums.AsSpan(0, count).Clear();
            foreach (TaggerTeacher teacher in teachers) teacher.AddProbabilities(batch, starts, 1.0 / teachers.Count, sums);
            for (int place = 0; place < batch.Length; place++) distributions.Add(sums.AsSpan((starts[place] * labels)..(starts[place + 1] * labels)));
            first += batch.Length;
        }

        return distributions;
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        _decoder?.Dispose();
        _contextual?.Dispose();
        _model.Dispose();
    }

    /// <summary>The first token of each sentence of the next batch, then the number of its tokens: <c>[sentences + 1]</c>.</summary>
    private static int[] StartsOfBatch(ISentenceSource<EncodedCorpus> corpus, int first, int sentences, int labels)
    {
        // Enough to keep products large, and few enough to keep the distributions of very many labels small.
        int mostTokens = Math.Min(2048, 1 + ((1 << 22) / labels));
        var starts = new List<int> { 0 };
        for (int sentence = first; sentence < sentences; sentence++)
        {
            int end = starts[^1] + corpus.LengthsOf(sentence).First;
            if (sentence > first && end > mostTokens) break;
            starts.Add(end);
        }

        return [.. starts];
    }

    /// <summary>Adds this teacher's share of the probabilities of some consecutive sentences.</summary>
    /// <param name="sentences">Their numbers.</param>
    /// <param name="starts">The first token of each in <paramref name="sums"/>.</param>
    /// <param name="share">The weight of this teacher.</param>
    /// <param name="sums">The sums, <c>[tokens, labels]</c> row after row.</param>
    private void AddProbabilities(int[] sentences, int[] starts, double share, double[] sums)
    {
        EncodedCorpus loaded = _batch.Fill(_loader, sentences);
        _contextual?.Fill(loaded, _batch);
        ReadOnlySpan<float> rows = Probabilities();
        int labels = _labelIds.Length;
        PackedSteps steps = _batch.Steps;
        for (int place = 0; place < steps.Sequences; place++)
        {
            int start = starts[steps.Numbers[place] - sentences[0]];
            for (int step = 0; step < steps.Lengths[place]; step++)
            {
                ReadOnlySpan<float> row = rows.Slice((steps.Offset(step) + place) * labels, labels);
                Span<double> sum = sums.AsSpan((start + step) * labels, labels);
                for (int label = 0; label < labels; label++) sum[label] += share * row[_labelIds[label]];
            }
        }
    }

    /// <summary>The distributions of the batch, <c>[N, labels]</c> in packed order, with the labels in the model's order.</summary>
    private ReadOnlySpan<float> Probabilities()
    {
        try
        {
            _tape.Reset();
            Tensor<float> logits = _model.Tagger.Logits(_tape, _batch.Input, training: null).Value;
            Tensor<float> probabilities = _decoder is null
                ? Softmax<float>.Apply(_tape, Variable<float>.Constant(logits)).Value
                : Crf<float>.Marginals(_tape, _decoder.Scores(_tape, logits, _batch.Steps));
            if (_rows.Length < probabilities.Count) _rows = new float[probabilities.Count];
            Span<float> rows = _rows.AsSpan(0, probabilities.Count);
            _model.Backend.Download(probabilities, rows);
            return rows;
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(_batch.Size, failure);
        }
    }
}
