using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Taggers;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Inference.Tagging;

/// <summary>
/// A trained tagger, or several that label together. Of M taggers without a conditional random field the distribution of each token is the mean of theirs; of
/// taggers with one, emissions, transitions, first and last scores are the means of theirs:
/// <code>
/// p = 1 / M Σ_m softmax(z_m)     or     e = 1 / M Σ_m e_m,  A = 1 / M Σ_m A_m
/// </code>
/// Taggers with a label model have the mean p, and the mean of the label models' scores. A sentence's intent is that of the mean of their distributions.
/// They know the same labels and intents, in any order, and may have tokens and characters of their own. In all other things the first model decides.
/// </summary>
public sealed class TaggerEnsemble : IDisposable
{
    private const string Rule = "taggers that label together";

    private readonly List<TaggerModel> _models = [];
    private readonly List<Member> _others = [];
    private Storage<float>? _chain;
    private double[] _joined = [];
    private float[] _numbers = [];

    private TaggerEnsemble()
    {
    }

    /// <summary>The first model.</summary>
    public TaggerModel First => _models[0];

    private int Labels => First.Labels.Count;

    /// <summary>Loads trained taggers.</summary>
    /// <param name="directories">Their directories, at least one; each is closed when it is loaded.</param>
    /// <param name="backend">What computes.</param>
    /// <exception cref="InputException">One is no tagger, is damaged, or does not go together with the first.</exception>
    public static TaggerEnsemble Load(IEnumerable<ModelDirectory> directories, Backend<float> backend)
    {
        var ensemble = new TaggerEnsemble();
        string first = "";
        try
        {
            foreach (ModelDirectory directory in directories)
            {
                using (directory) ensemble._models.Add(TaggerModel.Load(directory, backend));
                if (ensemble._models.Count == 1) first = directory.Path;
                else ensemble.Accept(directory.Path, first, ensemble._models[^1]);
            }

            return ensemble;
        }
        catch
        {
            ensemble.Dispose();
            throw;
        }
    }

    /// <summary>Promises the backend that the weights never change; see <see cref="TaggerModel.KeepWeights"/>.</summary>
    public void KeepWeights()
    {
        foreach (TaggerModel model in _models) model.KeepWeights();
    }

    /// <summary>Removes all sentences that the other models than the first have got.</summary>
    public void Clear()
    {
        foreach (Member member in _others) member.Sentences.Clear();
    }

    /// <summary>Gives the other models than the first a sentence; it has the same number as in the corpus that a runner reads.</summary>
    public void Add(SentenceTokens tokens)
    {
        foreach (Member member in _others) member.Sentences.Add(tokens);
    }

    /// <summary>A decoder of the conditional random field or of the label model, with the rules of the first model; null without both.</summary>
    public ChainDecoder<float>? NewDecoder()
    {
        if (_others.Count == 0 || First.Tagger.DecodingChain is null) return First.NewDecoder();
        _chain ??= MeanOfChains();
        return First.NewDecoder(new ChainWeights<float>(ChainAt(0, Labels), ChainAt(Labels, 1), ChainAt(Labels + 1, 1)));
    }

    /// <summary>
    /// The logits of all models together: of tokens the mean of the emissions with a conditional random field, otherwise the logarithm of the mean of the
    /// probabilities, and so of intents.
    /// </summary>
    /// <param name="tape">The tape, whose memory holds them.</param>
    /// <param name="outputs">Those of the first model.</param>
    /// <param name="sentences">The numbers of the batch's sentences, all of which have tokens.</param>
    internal TaggerOutputs<float> Join(Tape<float> tape, TaggerOutputs<float> outputs, ReadOnlySpan<int> sentences)
    {
        if (_others.Count == 0) return outputs;
        foreach (Member member in _others) member.Run(tape, sentences);
        return new TaggerOutputs<float>(
            Join(tape, outputs.Logits, First.Tagger.Chain is not null, member => (member.Outputs.Logits, member.LabelIds)),
            First.Architecture.Intents == 0 ? default : Join(tape, outputs.Intents, isChain: false, member => (member.Outputs.Intents, member.IntentIds)));
    }

    /// <summary>Frees the models.</summary>
    public void Dispose()
    {
        foreach (Member member in _others) member.Contextual?.Dispose();
        foreach (TaggerModel model in _models) model.Dispose();
        _chain?.Dispose();
    }

    /// <summary>Joins the logits of the first model, <c>[rows, classes]</c>, with those of the others, whose ids of the classes are their own.</summary>
    private Variable<float> Join(
        Tape<float> tape, Variable<float> first, bool isChain, Func<Member, (Variable<float> Logits, IReadOnlyList<int> Ids)> ofMember)
    {
        Tensor<float> logits = first.Value;
        if (_joined.Length < logits.Count) (_joined, _numbers) = (new double[logits.Count], new float[logits.Count]);
        Span<double> joined = _joined.AsSpan(0, logits.Count);
        joined.Fill(isChain ? 0 : double.NegativeInfinity);
        AddLogits(Read(logits), logits.Columns, isChain, ids: null);
        foreach (Member member in _others)
        {
            (Variable<float> others, IReadOnlyList<int> ids) = ofMember(member);
            AddLogits(Read(others.Value), logits.Columns, isChain, ids);
        }

        Span<float> numbers = _numbers.AsSpan(0, logits.Count);
        for (int i = 0; i < numbers.Length; i++) numbers[i] = (float)(isChain ? joined[i] / _models.Count : joined[i] - Math.Log(_models.Count));
        Tensor<float> together = tape.NewTensor(logits.Rows, logits.Columns);
        First.Backend.Upload<float>(numbers, together);
        return Variable<float>.Constant(together);
    }

    /// <summary>Checks that a model goes together with the first, and prepares it.</summary>
    private void Accept(string path, string first, TaggerModel model)
    {
        RequireSame(path, first, "label", First.Labels.Symbols, model.Labels.Symbols, "the same labels");
        RequireSame(path, first, "intent", First.Vocabularies.Intents?.Symbols ?? [], model.Vocabularies.Intents?.Symbols ?? [], "the same intents, or none");
        RequireAllOrNone(path, first, "conditional random field", "field", First.Architecture.Crf, model.Architecture.Crf);
        RequireAllOrNone(path, first, "label model", "label model", First.Architecture.HasLabelModel, model.Architecture.HasLabelModel);
        string features = model.Configuration.Text.Features, expected = First.Configuration.Text.Features;
        if (features != expected) throw new InputException($"{path}: it reads the features '{features}', and {first} '{expected}': {Rule} read the same");
        _others.Add(new Member(
            model, [.. First.Labels.Symbols.Select(label => model.Labels.Find(label))],
            [.. (First.Vocabularies.Intents?.Symbols ?? []).Select(intent => model.Vocabularies.Intents!.Find(intent))]));
    }

    private static void RequireSame(string path, string first, string kind, IReadOnlyList<string> expected, IReadOnlyList<string> found, string known)
    {
        string? missing = expected.FirstOrDefault(symbol => !found.Contains(symbol)), stranger = found.FirstOrDefault(symbol => !expected.Contains(symbol));
        string? problem = missing is not null ? $"it does not know the {kind} '{missing}' of {first}"
            : stranger is not null ? $"its {kind} '{stranger}' is unknown to {first}"
            : null;
        if (problem is not null) throw new InputException($"{path}: {problem}: {Rule} know {known}");
    }

    private static void RequireAllOrNone(string path, string first, string part, string called, bool isInFirst, bool isThere)
    {
        if (isThere == isInFirst) return;
        string problem = isThere ? $"it has a {part}, and {first} has none" : $"it has no {part}, and {first} has one";
        throw new InputException($"{path}: {problem}: {Rule} have either all of them a {called} or none");
    }

    /// <summary>Adds a model's logits to the sums: its emissions, or its log-probabilities by log(exp x + exp y).</summary>
    private void AddLogits(ReadOnlySpan<float> logits, int classes, bool isChain, IReadOnlyList<int>? ids)
    {
        for (int row = 0; row < logits.Length; row += classes)
        {
            ReadOnlySpan<float> scores = logits.Slice(row, classes);
            double logSum = isChain ? 0 : LogSum(scores);
            for (int one = 0; one < classes; one++)
            {
                double score = scores[ids is null ? one : ids[one]] - logSum;
                ref double joined = ref _joined[row + one];
                joined = isChain ? joined + score : LogSum(joined, score);
            }
        }
    }

    private static double LogSum(ReadOnlySpan<float> logits)
    {
        double sum = double.NegativeInfinity;
        foreach (float logit in logits) sum = LogSum(sum, logit);
        return sum;
    }

    /// <summary>log(exp x + exp y), for a finite y.</summary>
    private static double LogSum(double x, double y) => Math.Max(x, y) + Math.Log(1 + Math.Exp(-Math.Abs(x - y)));

    private ReadOnlySpan<float> Read(Tensor<float> tensor)
    {
        Span<float> numbers = _numbers.AsSpan(0, tensor.Count);
        First.Backend.Download(tensor, numbers);
        return numbers;
    }

    /// <summary>The means of the scores of transitions, <c>[labels, labels]</c>, then of the first label and of the last, <c>[labels]</c> each.</summary>
    private Storage<float> MeanOfChains()
    {
        double[] sums = new double[(Labels + 2) * Labels];
        AddChain(First, labelIds: null, sums);
        foreach (Member member in _others) AddChain(member.Model, member.LabelIds, sums);
        float[] means = Array.ConvertAll(sums, sum => (float)(sum / _models.Count));
        Storage<float> storage = First.Backend.Allocate<float>(means.Length);
        First.Backend.Upload<float>(means, new Tensor<float>(storage, 0, 1, means.Length));
        return storage;
    }

    private void AddChain(TaggerModel model, int[]? labelIds, double[] sums)
    {
        ChainWeights<float> chain = model.Tagger.DecodingChain!.Value;
        float[] transitions = new float[Labels * Labels], start = new float[Labels], end = new float[Labels];
        model.Backend.Download(chain.Transitions.Value, transitions.AsSpan());
        model.Backend.Download(chain.Start.Value, start.AsSpan());
        model.Backend.Download(chain.End.Value, end.AsSpan());
        for (int i = 0; i < Labels; i++)
        {
            int from = labelIds is null ? i : labelIds[i];
            for (int j = 0; j < Labels; j++) sums[(i * Labels) + j] += transitions[(from * Labels) + (labelIds is null ? j : labelIds[j])];
            sums[(Labels * Labels) + i] += start[from];
            sums[((Labels + 1) * Labels) + i] += end[from];
        }
    }

    private Variable<float> ChainAt(int row, int rows) => Variable<float>.Constant(new Tensor<float>(_chain!, row * Labels, rows, Labels));

    /// <summary>Another model than the first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="labelIds">Its id of each of the first model's labels.</param>
    /// <param name="intentIds">Its id of each of the first model's intents.</param>
    private sealed class Member(TaggerModel model, int[] labelIds, int[] intentIds)
    {
        private readonly TaggerBatch _batch = new();

        public TaggerModel Model => model;

        public int[] LabelIds => labelIds;

        public int[] IntentIds => intentIds;

        /// <summary>What it computed last.</summary>
        public TaggerOutputs<float> Outputs { get; private set; }

        public ContextualReader? Contextual { get; } = model.NewContextualReader();

        /// <summary>The sentences as this model reads them.</summary>
        public EncodedCorpus Sentences { get; } = model.NewSentences();

        /// <summary>Computes. The batch has the order of that of the first model, since it has the same lengths.</summary>
        public void Run(Tape<float> tape, ReadOnlySpan<int> sentences)
        {
            _batch.Fill(Sentences, sentences);
            Contextual?.Fill(Sentences, _batch);
            Outputs = model.Tagger.Outputs(tape, _batch.Input, training: null);
        }
    }
}
