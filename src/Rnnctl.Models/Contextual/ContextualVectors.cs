using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Contextual;

/// <summary>Mixes the layers of language models into vectors of tokens, at the input, at the output or at both.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class ContextualVectors<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ContextualArchitecture _architecture;
    private readonly LayerMix<T>[] _inputs, _outputs;
    private readonly Variable<T>[] _layers;
    private readonly ContextualLayers<T>[] _models;

    /// <summary>Creates the mixes from their parameters.</summary>
    /// <param name="architecture">Their architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public ContextualVectors(ContextualArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _architecture = architecture;
        _layers = new Variable<T>[architecture.Models.Count];
        _models = [.. architecture.Learnt.Select((model, number) => LayersOf(model, number, parameter))];
        _inputs = architecture.InputWidth == 0 ? [] : Mixes(ContextualArchitecture.InputPlace);
        _outputs = architecture.OutputWidth == 0 ? [] : Mixes(ContextualArchitecture.OutputPlace);

        LayerMix<T>[] Mixes(string place) => [.. Enumerable.Range(0, _layers.Length).Select(model => MixOf(ContextualArchitecture.Prefix(model, place)))];
        LayerMix<T> MixOf(string prefix) => new(parameter(prefix + "weights"), parameter(prefix + "scale"));
    }

    /// <summary>The layers' vectors of W words, of each model a variable <c>[J · W, D]</c>, empty without words; valid until the next call.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">The vectors of frozen models, or the symbols that models read which learn.</param>
    /// <param name="training">The training step, or null.</param>
    public ReadOnlySpan<Variable<T>> Load(Tape<T> tape, ContextualInput input, TrainingStep? training)
    {
        if (!input.HasWords) Array.Clear(_layers);
        else if (_models.Length == 0) Copy(tape, input.Vectors.Span);
        else for (int model = 0; model < _models.Length; model++) _layers[model] = Normalized(tape, Run(tape, model, input.Symbols.Span[model], training));
        return _layers;
    }

    private static ContextualLayers<T> LayersOf(LanguageModelArchitecture model, int number, Func<string, Variable<T>> parameter) =>
        new(new LanguageModel<T>(model, name => name.StartsWith(ContextualArchitecture.OutputLayer, StringComparison.Ordinal)
            ? default
            : parameter(ContextualArchitecture.NameOf(number, name))));

    /// <summary>Runs a language model that learns. Its dropout masks come from a seed of their own, so that they differ from those of the encoder.</summary>
    private Variable<T> Run(Tape<T> tape, int model, ContextualSymbols symbols, TrainingStep? training)
    {
        TrainingStep? step = training is { } given ? given with { Seed = given.Seed + (ulong)model + 1 } : null;
        ReadOnlySpan<Variable<T>> layers = _models[model].Run(tape, symbols.Input(), symbols.Rows.Span, states: null, step);
        layers = layers[^_architecture.Models[model].Layers..];
        int tokens = layers[0].Rows;
        Variable<T> stacked = tape.NewVariable(layers.Length * tokens, layers[0].Columns);
        for (int layer = 0; layer < layers.Length; layer++) Copy<T>.Apply(tape, layers[layer], stacked.SliceRows(layer * tokens, tokens));
        return stacked;
    }

    private void Copy(Tape<T> tape, ReadOnlySpan<float> vectors)
    {
        int tokens = vectors.Length / _architecture.Numbers, first = 0;
        for (int model = 0; model < _layers.Length; model++)
        {
            LayerShape shape = _architecture.Models[model];
            int count = shape.Numbers * tokens;
            Tensor<T> layers = tape.NewTensor(shape.Layers * tokens, shape.Width);
            Upload(tape, vectors.Slice(first, count), layers);
            _layers[model] = Normalized(tape, Variable<T>.Constant(layers));
            first += count;
        }
    }

    /// <summary>Writes the mixes of all models beside a symbol's embedding, <c>[N, input width]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="layers">The layers' vectors.</param>
    /// <param name="wordOfSymbol">See <see cref="ContextualInput.WordOfSymbol"/>.</param>
    /// <param name="training">The training step, or null.</param>
    /// <param name="place">The number of the first dropout mask.</param>
    /// <param name="y">Receives the mixes.</param>
    public void MixAtInput(
        Tape<T> tape, ReadOnlySpan<Variable<T>> layers, ReadOnlyMemory<int> wordOfSymbol, TrainingStep? training, int place, Variable<T> y) =>
        Mix(tape, _inputs, layers, wordOfSymbol, training, place, y);

    /// <summary>Writes the mixes of all models beside the encoder's output, <c>[N, output width]</c>; the parameters are those of
    /// <see cref="MixAtInput"/>.</summary>
    public void MixAtOutput(
        Tape<T> tape, ReadOnlySpan<Variable<T>> layers, ReadOnlyMemory<int> wordOfSymbol, TrainingStep? training, int place, Variable<T> y) =>
        Mix(tape, _outputs, layers, wordOfSymbol, training, place + _layers.Length, y);

    /// <summary>loss + λ Σ ‖s‖² over all mixes, <c>[1, 1]</c>.</summary>
    public Variable<T> Penalized(Tape<T> tape, Variable<T> loss)
    {
        if (_architecture.L2 == 0) return loss;
        Tensor<T> lambda = tape.NewTensor(1, 1);
        tape.Backend.Fill(lambda, T.CreateChecked(_architecture.L2));
        foreach (LayerMix<T> mix in _inputs) loss = tape.Add(loss, tape.Scale(mix.SquaredNorm(tape), Variable<T>.Constant(lambda)));
        foreach (LayerMix<T> mix in _outputs) loss = tape.Add(loss, tape.Scale(mix.SquaredNorm(tape), Variable<T>.Constant(lambda)));
        return loss;
    }

    private static void Upload(Tape<T> tape, ReadOnlySpan<float> vectors, Tensor<T> target)
    {
        if (typeof(T) == typeof(float))
        {
            tape.Backend.Upload(MemoryMarshal.Cast<float, T>(vectors), target);
            return;
        }

        T[] numbers = ArrayPool<T>.Shared.Rent(vectors.Length);
        for (int i = 0; i < vectors.Length; i++) numbers[i] = T.CreateChecked(vectors[i]);
        tape.Backend.Upload(numbers.AsSpan(0, vectors.Length), target);
        ArrayPool<T>.Shared.Return(numbers);
    }

    /// <summary>Writes each symbol's mixes: those of its word, or 0 if it belongs to none.</summary>
    private void Mix(
        Tape<T> tape, LayerMix<T>[] mixes, ReadOnlySpan<Variable<T>> layers, ReadOnlyMemory<int> wordOfSymbol, TrainingStep? training, int place, Variable<T> y)
    {
        if (wordOfSymbol.IsEmpty)
        {
            Mix(tape, mixes, layers, training, place, y);
            return;
        }

        int words = layers[0].Rows / _architecture.Models[0].Layers;
        Variable<T> mixed = tape.NewVariable(words + 1, y.Columns);
        if (words > 0) Mix(tape, mixes, layers, training, place, mixed.SliceRows(0, words));
        tape.Backend.Fill(mixed.Value.SliceRows(words, 1), T.Zero);
        Embed<T>.Apply(tape, mixed, tape.NewIds(wordOfSymbol.Span), y);
    }

    private void Mix(Tape<T> tape, LayerMix<T>[] mixes, ReadOnlySpan<Variable<T>> layers, TrainingStep? training, int place, Variable<T> y)
    {
        int first = 0;
        for (int model = 0; model < mixes.Length; model++)
        {
            int width = _architecture.Models[model].Width;
            Mix(tape, mixes[model], layers[model], training, place + model, y.SliceColumns(first, width));
            first += width;
        }
    }

    private void Mix(Tape<T> tape, LayerMix<T> mix, Variable<T> layers, TrainingStep? training, int place, Variable<T> y)
    {
        if (training is not { } step || !tape.Recording || _architecture.Dropout == 0)
        {
            mix.Apply(tape, layers, y);
            return;
        }

        Variable<T> mixed = tape.NewVariable(y.Rows, y.Columns);
        mix.Apply(tape, layers, mixed);
        Copy<T>.Apply(tape, Dropout<T>.Apply(tape, mixed, Numbers(tape, mixed.Rows), _architecture.Dropout, step.Dropout(place, step.Shard)), y);
    }

    /// <summary>The words' places in their shard of the batch: words do not know their sentences here, so that masks depend on how a batch is cut.</summary>
    private static Tensor<int> Numbers(Tape<T> tape, int words)
    {
        int[] numbers = ArrayPool<int>.Shared.Rent(words);
        for (int word = 0; word < words; word++) numbers[word] = word;
        Tensor<int> tensor = tape.NewIds(numbers.AsSpan(0, words));
        ArrayPool<int>.Shared.Return(numbers);
        return tensor;
    }

    /// <summary>(h - μ) / σ for the vector of each layer and token (ELMo's layer normalisation, which has no gain and no bias).</summary>
    private Variable<T> Normalized(Tape<T> tape, Variable<T> layers)
    {
        if (!_architecture.LayerNorm) return layers;
        Tensor<T> ones = tape.NewTensor(1, layers.Columns);
        tape.Backend.Fill(ones, T.One);
        return tape.LayerNorm(layers, Variable<T>.Constant(ones), tape.NewZeros(1, layers.Columns));
    }
}
