using System.Numerics;
using Rnnctl.Compute.Backends;
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
/// <para>
/// Convolution (Ma and Hovy 2016; Kim et al. 2016): see <see cref="CharacterConvolution{T}"/>. Highway layers over the filters and a linear projection may
/// follow (Peters et al. 2018).
/// </para>
/// <para>
/// Recurrent with attention (Qi et al. 2018): the vector is a weighted sum of all states, see <see cref="CharacterAttention"/>.
/// </para>
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
    private readonly Variable<T>? _attention;
    private readonly HighwayLayer<T>[] _highway;
    private readonly (Variable<T> Weight, Variable<T> Bias)? _projection;

    /// <summary>Creates the encoder from its parameters.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public CharacterEncoder(CharacterArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        (_architecture, Width) = (architecture, architecture.Width);
        _embedding = parameter(CharacterArchitecture.Prefix + "embedding.weight");
        _cell = architecture.Cell;
        _highway = [.. Enumerable.Range(0, architecture.Highway).Select(layer => new HighwayLayer<T>(layer, parameter))];
        _attention = architecture.Kind == CharacterCell.LstmAttention ? parameter(CharacterAttention.ParameterName) : null;
        if (architecture.Projection > 0)
            _projection = (parameter(CharacterArchitecture.Prefix + "projection.weight"), parameter(CharacterArchitecture.Prefix + "projection.bias"));
        if (_cell is null) _convolution = new CharacterConvolution<T>(architecture, parameter);
        else _layer = new LayerWeights<T>(Weights(_cell, parameter, "_l0"), Weights(_cell, parameter, "_l0_reverse"));
    }

    /// <summary>The size of a word's vector.</summary>
    public int Width { get; }

    /// <summary>Writes every token's vector into <paramref name="y"/>, <c>[N, width]</c>.</summary>
    public void Apply(Tape<T> tape, SpelledWords words, Variable<T> y)
    {
        if (_cell is not null) ReadInBothDirections(tape, words, y, _cell);
        else Embed<T>.Apply(tape, Convolved(tape, words), tape.NewIds(words.WordOfToken), y);
    }

    /// <summary>Promises a backend that the recurrent weights do not change.</summary>
    public void KeepWeights(Backend<T> backend)
    {
        if (_cell is not null) _layer.KeepOn(backend);
    }

    /// <summary>The vectors of the distinct words, <c>[W, width]</c>.</summary>
    private Variable<T> Convolved(Tape<T> tape, SpelledWords words)
    {
        Variable<T> x = _convolution!.Apply(tape, words);
        foreach (HighwayLayer<T> layer in _highway) x = layer.Apply(tape, x);
        return _projection is var (weight, bias) ? tape.Linear(x, weight, bias) : x;
    }

    private void ReadInBothDirections(Tape<T> tape, SpelledWords words, Variable<T> y, CellDefinition cell)
    {
        Variable<T> characters = Embed<T>.Apply(tape, _embedding, tape.NewIds(words.Characters));
        Variable<T> states = cell.Run(tape, characters, words.Steps, _layer, window: 0);
        if (_attention is { } weight) Embed<T>.Apply(tape, CharacterAttention.Apply(tape, states, words.Steps, weight), tape.NewIds(words.WordOfToken), y);
        else SequenceEnds.Gather(tape, states, words.Steps, words.WordOfToken, directions: 2, y);
    }

    private CellWeights<T> Weights(CellDefinition cell, Func<string, Variable<T>> parameter, string suffix) =>
        CellWeights<T>.Of(cell.Parameters(inputs: 1, _architecture.Hidden), one => parameter(CharacterArchitecture.Prefix + one.Name + suffix));
}
