namespace Rnnctl.Text.Corpora;

/// <summary>What a reader of labelled files fills, token by token.</summary>
internal interface ILabelledSentences
{
    /// <summary>The number of complete sentences.</summary>
    int Sentences { get; }

    /// <summary>Called before the sentences of a file, or of two parallel files.</summary>
    /// <param name="reader">Reads them.</param>
    /// <param name="files">The file, or the tokens' file and the labels' file.</param>
    void Begin(ILabelledReader reader, params ReadOnlySpan<LineReader> files)
    {
    }

    /// <summary>Adds a token with its label to the open sentence.</summary>
    void Add(ReadOnlySpan<char> token, ReadOnlySpan<char> label);

    /// <summary>Adds a feature of the last token.</summary>
    void AddFeature(int feature, ReadOnlySpan<char> value);

    /// <summary>Gives the open sentence, which may still have no token, its intent.</summary>
    void SetIntent(ReadOnlySpan<char> intent)
    {
    }

    /// <summary>Completes the open sentence; does nothing if it has no token.</summary>
    void EndSentence();
}
