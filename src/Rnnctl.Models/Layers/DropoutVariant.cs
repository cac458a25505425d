using System.Globalization;

namespace Rnnctl.Models.Layers;

/// <summary>The kinds of dropout that a model may have beside that of single activations.</summary>
/// <param name="Variational">
/// Whether dropout of activations drops the same units at all steps of a sequence (variational dropout; Gal and Ghahramani 2016), else others at each step.
/// </param>
/// <param name="Embedding">The probability that a symbol's whole embedding is dropped, wherever the symbol stands in a sequence.</param>
public readonly record struct DropoutVariant(bool Variational, double Embedding)
{
    /// <summary>A description to append to another one: <c>, variational dropout</c>; empty without both.</summary>
    public override string ToString() =>
        (Variational ? ", variational dropout" : "")
        + (Embedding > 0 ? string.Create(CultureInfo.InvariantCulture, $", embedding dropout {Embedding}") : "");
}
