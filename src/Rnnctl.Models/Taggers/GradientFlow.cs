using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Taggers;

/// <summary>
/// Measures how the gradient flows back through time. For each layer of a tagger it computes the norms of
/// <code>
/// ∂L_T / ∂h_t and ∂L_T / ∂c_t,   L_T = -log p(label of the last token T)
/// </code>
/// by the lag T - t (Bengio et al. 1994, Pascanu et al. 2013). These are total derivatives along all paths, with respect to the forward direction's hidden
/// state h_t and to its memory c_t, if the cell has one; c_t also acts through h_t of the same step. With a conditional random field, p is the last token's
/// marginal, Σ exp(score(y)) / Z over the labellings y that end with its label: the model's loss for a sentence whose other labels are unknown. The
/// gradient then flows through the other tokens' emissions too. Sequences are independent, so each row of a batch's gradient belongs to one
/// sequence's loss.
/// </summary>
/// <typeparam name="T">The number; in <see cref="double"/>, smaller gradients can still be measured.</typeparam>
public sealed class GradientFlow<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int NotCounted = -1;

    private readonly Tagger<T> _tagger;
    private readonly int _outputWidth;
    private readonly Tape<T> _tape;
    private readonly List<double>[] _hiddenSums, _memorySums;
    private readonly List<int> _sequences = [];

    /// <summary>Creates a measurement without sequences.</summary>
    /// <param name="backend">The backend that computes.</param>
    /// <param name="architecture">The tagger's architecture; it runs without dropout and other noise.</param>
    /// <param name="parameters">Returns the parameter with a given name.</param>
    public GradientFlow(Backend<T> backend, TaggerArchitecture architecture, Func<string, Variable<T>> parameters)
    {
        _tagger = new Tagger<T>(architecture, parameters);
        _outputWidth = architecture.Cell.OutputWidth(architecture.Hidden);
        _tape = new Tape<T>(backend);
        _hiddenSums = [.. Enumerable.Range(0, architecture.Layers).Select(_ => new List<double>())];
        _memorySums = [.. _hiddenSums.Select(_ => new List<double>())];
    }

    /// <summary>The gradients of each layer over all sequences so far, lowest layer first.</summary>
    public IReadOnlyList<GradientByLag> Layers =>
        [.. _hiddenSums.Zip(_memorySums, (hidden, memory) => new GradientByLag([.. Means(hidden)], [.. Means(memory)], [.. _sequences]))];

    /// <summary>Adds the sequences of a packed batch whose last token's label is known.</summary>
    /// <param name="input">The batch.</param>
    /// <param name="labels">The labels' ids, <c>[N]</c>, negative if unknown; only the last tokens' labels matter.</param>
    public void Add(TaggerInput input, ReadOnlySpan<int> labels)
    {
        PackedSteps steps = input.Steps;
        int[] last = LastTokenLabels(labels, steps);
        int counted = last.Count(label => label >= 0);
        if (counted == 0) return;
        _tape.Reset();
        var states = new StackStates<T>(_hiddenSums.Length);
        Variable<T> logits = _tagger.Logits(_tape, input, training: null, states);
        _tape.Backward(_tagger.Loss(_tape, logits, _tape.NewIds(last), steps, counted));
        CountSequences(last, steps);

        // AddNorms multiplies by the number of sequences, since the batch's loss is their mean.
        for (int layer = 0; layer < _hiddenSums.Length; layer++)
        {
            Variable<T> hidden = states.Outputs[layer];
            IReadOnlyList<Variable<T>> memory = [.. states.Memories[layer].Steps];
            AddNorms(_hiddenSums[layer], Rows([hidden]), hidden.Columns, _outputWidth, last, steps, counted);
            if (memory.Count > 0) AddNorms(_memorySums[layer], Rows(memory), memory[0].Columns, memory[0].Columns, last, steps, counted);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tape.Dispose();

    private static int[] LastTokenLabels(ReadOnlySpan<int> labels, PackedSteps steps)
    {
        int[] last = new int[steps.Tokens];
        Array.Fill(last, NotCounted);
        for (int sequence = 0; sequence < steps.Sequences; sequence++) last[steps.LastRow(sequence)] = labels[steps.LastRow(sequence)];
        return last;
    }

    private void CountSequences(int[] last, PackedSteps steps)
    {
        for (int sequence = 0; sequence < steps.Sequences; sequence++)
        {
            if (last[steps.LastRow(sequence)] < 0) continue;
            for (int lag = 0; lag < steps.Lengths[sequence]; lag++)
            {
                if (lag == _sequences.Count) _sequences.Add(0);
                _sequences[lag]++;
            }
        }
    }

    private IEnumerable<double> Means(List<double> sums) => sums.Zip(_sequences, (sum, count) => sum / count);

    /// <summary>Downloads the gradients of variables, stacked.</summary>
    private T[] Rows(IReadOnlyList<Variable<T>> variables)
    {
        var rows = new T[TensorSize.Of(1, variables.Sum(variable => (long)variable.Gradient.Count))];
        int start = 0;
        foreach (Variable<T> variable in variables)
        {
            _tape.Backend.Download(variable.Gradient, rows.AsSpan(start, variable.Gradient.Count));
            start += variable.Gradient.Count;
        }

        return rows;
    }

    /// <summary>Adds the norms of the first <paramref name="width"/> columns of each row.</summary>
    private void AddNorms(List<double> sums, T[] rows, int columns, int width, int[] last, PackedSteps steps, int counted)
    {
        while (sums.Count < _sequences.Count) sums.Add(0);
        for (int sequence = 0; sequence < steps.Sequences; sequence++)
        {
            if (last[steps.LastRow(sequence)] < 0) continue;
            int length = steps.Lengths[sequence];
            for (int lag = 0; lag < length; lag++)
            {
                int row = steps.Offset(length - 1 - lag) + sequence;
                sums[lag] += counted * Norm(rows.AsSpan(row * columns, width));
            }
        }
    }

    private static double Norm(ReadOnlySpan<T> values)
    {
        double squares = 0;
        foreach (T value in values) squares += double.CreateChecked(value) * double.CreateChecked(value);
        return Math.Sqrt(squares);
    }
}
