using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>The symbols of both sides of a translator's text, and those that its vocabularies do not have.</summary>
/// <param name="Source">The source's.</param>
/// <param name="Target">The target's.</param>
public sealed record UnknownSides(UnknownSymbols Source, UnknownSymbols Target)
{
    /// <summary>Counts for a translator; nothing is counted yet.</summary>
    public static UnknownSides Of(TranslatorText text) => new(new UnknownSymbols(text.Source), new UnknownSymbols(text.Target));
}
