namespace Rnnctl.Inference.Tracing;

/// <summary>Runs a model over sentences step by step, and keeps the gates, memories and states of all recurrent layers.</summary>
public interface ISentenceTracer : IDisposable
{
    /// <summary>The most tokens of a sentence, which bounds the memory; a caller refuses longer ones.</summary>
    int LongestSentence { get; }

    /// <summary>The tokens of a line as the model reads it.</summary>
    IReadOnlyList<string> TokensOf(string line);

    /// <summary>Traces a portion of sentences, in batches of similar length.</summary>
    /// <param name="lines">The sentences. A blank one has a trace without layers.</param>
    /// <param name="receive">Receives the number of a sentence in the portion, and its trace; the sentences come in any order.</param>
    /// <param name="cancellation">Stops the run between two batches.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">A batch does not fit memory.</exception>
    void Run(IReadOnlyList<string> lines, Action<int, SentenceTrace> receive, CancellationToken cancellation = default);
}
