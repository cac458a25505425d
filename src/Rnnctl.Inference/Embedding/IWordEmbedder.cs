namespace Rnnctl.Inference.Embedding;

/// <summary>
/// Gives each word of a sentence the vectors that the layers of a model compute for it. Layer 0 is the model's input, layers 1 and up are its recurrent layers.
/// The memory is reused from run to run.
/// </summary>
public interface IWordEmbedder : IDisposable
{
    /// <summary>The size of the vectors of each layer, all directions together, <c>[1 + recurrent layers]</c>.</summary>
    IReadOnlyList<int> Widths { get; }

    /// <summary>The most words of a sentence, which bounds the memory; a caller cuts longer ones.</summary>
    int LongestSentence { get; }

    /// <summary>Computes the vectors of all words of some sentences, in batches of similar length. The caller bounds how many they are.</summary>
    /// <param name="sentences">The sentences' words; a sentence may have none.</param>
    /// <param name="cancellation">Stops the run between two batches.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">A batch does not fit memory, or the vectors are more than an array can hold.</exception>
    void Run(IReadOnlyList<IReadOnlyList<string>> sentences, CancellationToken cancellation = default);

    /// <summary>
    /// The vectors that a layer gave to the words of a sentence, or of several consecutive ones, <c>[words, width]</c> row after row; valid until the next run.
    /// </summary>
    /// <param name="layer">The number of the layer, one of those that were asked for.</param>
    /// <param name="sentence">The number of the first sentence.</param>
    /// <param name="sentences">The number of sentences.</param>
    ReadOnlySpan<float> VectorsOf(int layer, int sentence, int sentences = 1);
}
