using System.Buffers;
using System.Numerics;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Characters;

/// <summary>
/// The vectors of words by convolution: filters of some widths over windows of characters, and the maximum of each filter over time (Ma and Hovy 2016, Kim et
/// al. 2016),
/// <code>
/// v = f(max_t (W [e_t; ...; e_(t + width - 1)] + b))
/// </code>
/// where e_t is the embedding of character t. f is monotonic, so it is applied once, after the maximum. Which windows there are says
/// <see cref="CharacterArchitecture.WholeWindows"/>.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class CharacterConvolution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // An id beyond the word's ends; its embedding is zeros.
    private const int NoCharacter = -1;

    private readonly CharacterArchitecture _architecture;
    private readonly Variable<T> _embedding;
    private readonly (FilterBank Bank, Variable<T> Weight, Variable<T> Bias)[] _banks;
    private readonly int _filters;
    private readonly PackedSteps _windows = new();

    /// <summary>Creates the convolution from its parameters.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public CharacterConvolution(CharacterArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _architecture = architecture;
        _embedding = parameter(CharacterArchitecture.Prefix + "embedding.weight");
        _banks = [.. architecture.Banks.Select((bank, number) => (bank, ParameterOf(number, "weight"), ParameterOf(number, "bias")))];
        _filters = architecture.FilterCount;

        Variable<T> ParameterOf(int bank, string name) => parameter(architecture.BankName(bank) + name);
    }

    /// <summary>The words' vectors, <c>[W, F]</c>.</summary>
    public Variable<T> Apply(Tape<T> tape, SpelledWords words)
    {
        Variable<T> largest = tape.NewVariable(words.Steps.Sequences, _filters);
        int column = 0;
        foreach (((int width, int filters), Variable<T> weight, Variable<T> bias) in _banks)
        {
            int first = _architecture.WholeWindows ? width - 1 : 0;
            Variable<T> sums = tape.Linear(Windows(tape, words, width, first), weight, bias);
            MaxOverTime<T>.Apply(tape, sums, WindowSteps(words.Steps, first), largest.SliceColumns(column, filters));
            column += filters;
        }

        return _architecture.Activation switch
        {
            ActivationKind.Tanh => tape.Tanh(largest),
            ActivationKind.Logistic => tape.Logistic(largest),
            ActivationKind.Relu => Activate<T, Rectifier>.Apply(tape, largest),
            _ => largest,
        };
    }

    /// <summary>
    /// The windows of all words, <c>[windows, width · E]</c>. A whole window stands at the row of its last character, so there is none in the first steps;
    /// other windows stand at the row of their middle.
    /// </summary>
    private Variable<T> Windows(Tape<T> tape, SpelledWords words, int width, int first)
    {
        int size = _embedding.Columns, skipped = words.Steps.Offset(first), nearest = first > 0 ? first : (width - 1) / 2;
        Variable<T> windows = tape.NewVariable(words.Characters.Length - skipped, width * size);
        for (int place = 0; place < width; place++)
            Embed<T>.Apply(tape, _embedding, Neighbours(tape, words, place - nearest, skipped), windows.SliceColumns(place * size, size));
        return windows;
    }

    /// <summary>The packed shape of the windows: each word has <paramref name="first"/> fewer than characters.</summary>
    private PackedSteps WindowSteps(PackedSteps steps, int first)
    {
        if (first == 0) return steps;
        int[] lengths = ArrayPool<int>.Shared.Rent(steps.Sequences);
        for (int word = 0; word < steps.Sequences; word++) lengths[word] = steps.Lengths[word] - first;
        _windows.Assign(lengths.AsSpan(0, steps.Sequences));
        ArrayPool<int>.Shared.Return(lengths);
        return _windows;
    }

    /// <summary>
    /// For each character after some <paramref name="skipped"/> rows, the id of the character <paramref name="distance"/> places later in its word, or
    /// <see cref="NoCharacter"/>.
    /// </summary>
    private static Tensor<int> Neighbours(Tape<T> tape, SpelledWords words, int distance, int skipped)
    {
        int count = words.Characters.Length;
        int[] neighbours = ArrayPool<int>.Shared.Rent(count);
        words.Steps.Neighbours(distance, neighbours);
        for (int i = skipped; i < count; i++) neighbours[i] = neighbours[i] < 0 ? NoCharacter : words.Characters[neighbours[i]];
        Tensor<int> ids = tape.NewIds(neighbours.AsSpan(skipped, count - skipped));
        ArrayPool<int>.Shared.Return(neighbours);
        return ids;
    }
}
