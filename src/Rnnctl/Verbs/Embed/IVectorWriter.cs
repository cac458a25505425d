namespace Rnnctl.Verbs.Embed;

/// <summary>Writes the vectors of words in a format.</summary>
internal interface IVectorWriter : IDisposable
{
    /// <summary>Writes a line's vectors.</summary>
    /// <param name="words">The line's words; there may be none.</param>
    /// <param name="part">The number of the first sentence that was embedded for the line.</param>
    /// <param name="parts">The number of these sentences: more than one of a very long line.</param>
    void Write(IReadOnlyList<string> words, int part, int parts);

    /// <summary>Writes what can only be written at the end of the input.</summary>
    void Complete();
}
