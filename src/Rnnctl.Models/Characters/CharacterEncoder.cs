using System.Numerics;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Characters;

/// <summary>
/// Computes a word's vector from its characters, which also works for words that training did not see. Each distinct word of a batch is read once, and its
/// vector is copied to all tokens of this word.
/// <para>
/// Recurrent (Lample et al. 2016): a bidirectional layer reads the characters. The vector is the forward direction's state at the last character, joined
/// with the reverse direction's state at the first.
/// </para>
/// <para>Convolution (Ma and Hovy 2016): see <see cref="CharacterConvolution{T}"/>.</para>
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class CharacterEncoder<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CharacterArchitecture _architecture;
    private readonly Variable<T> _embedding;
    private readonly CellDefinition? _cell;
    private readonly LayerWeights<T> _layer;
    private readonly CharacterConvolution<T>? _convolution;

    /// <summary>Creates the encoder from its parameters.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public CharacterEncoder(CharacterArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _architecture = architecture;
        _embedding = parameter(CharacterArchitecture.Prefix + "embedding.weight");
        _cell = architecture.Cell;
        if (_cell is null) _convolution = ConvolutionOf(_embedding, parameter);
        else _layer = new LayerWeights<T>(Weights(_cell, parameter, "_l0"), Weights(_cell, parameter, "_l0_reverse"));
    }

    /// <summary>The size of a word's vector.</summary>
    public int Width => _architecture.Width;

    /// <summary>Writes every token's vector into <paramref name="y"/>, <c>[N, width]</c>.</summary>
    public void Apply(Tape<T> tape, SpelledWords words, Variable<T> y)
    {
        _convolution?.Apply(tape, words, y);
        if (_cell is not null) ReadInBothDirections(tape, words, y, _cell);
    }

    private void ReadInBothDirections(Tape<T> tape, SpelledWords words, Variable<T> y, CellDefinition cell)
    {
        Variable<T> characters = Embed<T>.Apply(tape, _embedding, tape.NewIds(words.Characters));
        Variable<T> states = cell.Run(tape, characters, words.Steps, _layer, window: 0);
        SequenceEnds.Gather(tape, states, words.Steps, words.WordOfToken, directions: 2, y);
    }

    private static CharacterConvolution<T> ConvolutionOf(Variable<T> embedding, Func<string, Variable<T>> parameter) => new(
        embedding, parameter(CharacterArchitecture.Prefix + "convolution.weight"), parameter(CharacterArchitecture.Prefix + "convolution.bias"));

    private CellWeights<T> Weights(CellDefinition cell, Func<string, Variable<T>> parameter, string suffix) =>
        CellWeights<T>.Of(cell.Parameters(inputs: 1, _architecture.Hidden), one => parameter(CharacterArchitecture.Prefix + one.Name + suffix));
}
