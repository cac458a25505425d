namespace Rnnctl.Requests;

/// <summary>The architecture.</summary>
/// <param name="Cell">The recurrent cell.</param>
/// <param name="Hidden">Units of the hidden state, in each direction.</param>
/// <param name="Layers">Recurrent layers.</param>
/// <param name="Bidirectional">Whether each layer also reads the sentence from its end.</param>
/// <param name="Embedding">Length of a token's vector.</param>
/// <param name="Dropout">Share of activations dropped in training.</param>
internal sealed record ModelSettings(CellKind Cell, int Hidden, int Layers, bool Bidirectional, int Embedding, double Dropout);
