namespace Rnnctl.Text.Corpora;

/// <summary>Reads labelled sentences in one format, from a file or from two parallel files.</summary>
internal interface ILabelledReader
{
    /// <summary>The bytes of the lines that were read last, of each file; the second range is empty where there is one file.</summary>
    (ByteRange First, ByteRange Second) LastLines { get; }

    /// <summary>Reads sentences to the end of the input.</summary>
    /// <exception cref="InputException">A line is malformed.</exception>
    void Read(ILabelledSentences sentences);

    /// <summary>A reader of single sentences of the same files.</summary>
    /// <param name="first">Gives the lines of one sentence, again and again.</param>
    /// <param name="second">Gives its labels, where there are two files.</param>
    ILabelledReader Again(LineReader first, LineReader second);

    /// <summary>Prepares a reader of single sentences for the next one.</summary>
    /// <param name="offset">The byte of the first file at which it begins.</param>
    void Resume(long offset);
}
