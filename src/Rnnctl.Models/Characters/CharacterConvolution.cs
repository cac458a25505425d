using System.Buffers;
using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Characters;

/// <summary>
/// The vector of a word by convolution (Ma and Hovy 2016): filters over windows of three characters, and the maximum of each filter over time,
/// <code>
/// v = tanh(max_t (W [e_(t-1); e_t; e_(t+1)] + b))
/// </code>
/// where e_t is the embedding of character t, or zeros beyond the word's ends. tanh is monotonic, so it is applied once, after the maximum.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="embedding">The characters' embeddings, <c>[characters, E]</c>.</param>
/// <param name="weight">W, <c>[H, 3 E]</c>.</param>
/// <param name="bias">b, <c>[1, H]</c>.</param>
internal sealed class CharacterConvolution<T>(Variable<T> embedding, Variable<T> weight, Variable<T> bias)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // An id beyond the word's ends; its embedding is zeros.
    private const int NoCharacter = -1;

    /// <summary>Writes every token's vector into <paramref name="y"/>, <c>[N, H]</c>.</summary>
    public void Apply(Tape<T> tape, SpelledWords words, Variable<T> y)
    {
        int width = embedding.Columns;
        Variable<T> windows = tape.NewVariable(words.Characters.Length, CharacterArchitecture.Window * width);
        for (int place = 0; place < CharacterArchitecture.Window; place++)
            Embed<T>.Apply(tape, embedding, Neighbours(tape, words, place - 1), windows.SliceColumns(place * width, width));
        Variable<T> vectors = tape.Tanh(MaxOverTime<T>.Apply(tape, tape.Linear(windows, weight, bias), words.Steps));
        Embed<T>.Apply(tape, vectors, tape.NewIds(words.WordOfToken), y);
    }

    /// <summary>For each character, the id of the character <paramref name="distance"/> places later in its word, or <see cref="NoCharacter"/>.</summary>
    private static Tensor<int> Neighbours(Tape<T> tape, SpelledWords words, int distance)
    {
        int count = words.Characters.Length;
        int[] neighbours = ArrayPool<int>.Shared.Rent(count);
        words.Steps.Neighbours(distance, neighbours);
        for (int i = 0; i < count; i++) neighbours[i] = neighbours[i] < 0 ? NoCharacter : words.Characters[neighbours[i]];
        Tensor<int> ids = tape.NewIds(neighbours.AsSpan(0, count));
        ArrayPool<int>.Shared.Return(neighbours);
        return ids;
    }
}
