namespace Rnnctl.Models.Characters;

/// <summary>The encoder that turns a word's characters into a vector; <c>--char-cell</c>.</summary>
public enum CharacterCell
{
    /// <summary>None: the model does not read characters.</summary>
    None,

    /// <summary>An LSTM in both directions, Lample et al. 2016.</summary>
    Lstm,

    /// <summary>A GRU in both directions.</summary>
    Gru,

    /// <summary>An Elman network in both directions.</summary>
    Elman,

    /// <summary>A convolution and a maximum over the characters, Ma and Hovy 2016.</summary>
    Cnn,

    /// <summary>An LSTM in both directions with linear attention over its states, Qi et al. 2018.</summary>
    LstmAttention,
}
