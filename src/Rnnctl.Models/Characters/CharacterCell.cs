namespace Rnnctl.Models.Characters;

/// <summary>What makes a word's vector of its characters; <c>--char-cell</c>.</summary>
public enum CharacterCell
{
    /// <summary>Nothing: words are not spelled.</summary>
    None,

    /// <summary>An LSTM in both directions, Lample et al. 2016.</summary>
    Lstm,

    /// <summary>The same with a GRU.</summary>
    Gru,

    /// <summary>The same with an Elman network.</summary>
    Elman,

    /// <summary>A convolution and a maximum over the characters, Ma and Hovy 2016.</summary>
    Cnn,
}
