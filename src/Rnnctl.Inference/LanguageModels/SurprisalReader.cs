using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Models.LanguageModels;

namespace Rnnctl.Inference.LanguageModels;

/// <summary>Reads -log p of the symbols of a batch from a language model. The memory is reused from batch to batch.</summary>
/// <param name="model">The model.</param>
internal sealed class SurprisalReader(TrainedLanguageModel model) : IDisposable
{
    private readonly Tape<float> _tape = new(model.Backend, recording: false);
    private float[] _surprisals = [];

    /// <summary>-log p of each label, <c>[directions · N]</c>; valid until the next call.</summary>
    /// <param name="input">The symbols that are read.</param>
    /// <param name="labels">The symbols that follow them in their direction, <c>[directions · N]</c>.</param>
    /// <param name="states">The states before the batch, afterwards those after it; null to start from zeros or learnt initial states and keep none.</param>
    /// <param name="size">The batch's size, for the error.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory.</exception>
    public ReadOnlySpan<float> Read(LanguageModelInput input, ReadOnlySpan<int> labels, StreamStates<float>? states, BatchSize size)
    {
        try
        {
            _tape.Reset();
            Variable<float> readouts = model.Model.Readouts(_tape, input, states, training: null);
            Tensor<float> surprisals = model.Model.Loss(_tape, readouts, _tape.NewIds(labels), labels.Length).Surprisals;
            if (_surprisals.Length < surprisals.Count) _surprisals = new float[surprisals.Count];
            model.Backend.Download(surprisals, _surprisals.AsSpan(0, surprisals.Count));
            return _surprisals.AsSpan(0, surprisals.Count);
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(size, failure);
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _tape.Dispose();
}
