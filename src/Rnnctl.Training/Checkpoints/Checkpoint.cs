using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.Safetensors;

namespace Rnnctl.Training.Checkpoints;

/// <summary>What is saved together at one step of training. A file whose part is null keeps the content of the checkpoint
/// before.</summary>
public sealed record Checkpoint
{
    /// <summary>How far training is.</summary>
    public required TrainingProgress Progress { get; init; }

    /// <summary>The weights, the optimiser's state and the random state as they are now.</summary>
    public required IReadOnlyList<NamedTensor> State { get; init; }

    /// <summary>The weights, where this evaluation was the best so far; else null.</summary>
    public IReadOnlyList<NamedTensor>? BestWeights { get; init; }

    /// <summary>Everything that rebuilds the model.</summary>
    public required ModelConfiguration Configuration { get; init; }

    /// <summary>The symbols of each vocabulary in the order of their ids.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabularies { get; init; }

    /// <summary>Further files of the model's directory, which are saved with the configuration.</summary>
    public IReadOnlyList<PendingFile> Companions { get; init; } = [];

    /// <summary>The names of the files of a model that this one replaces; those that it does not have itself are deleted.</summary>
    public IReadOnlyList<string> Replaced { get; init; } = [];

    /// <summary>Whether configuration and vocabularies are saved too: at the first checkpoint of a new or a resumed run.</summary>
    public bool Describes { get; init; }

    /// <summary>Writes the log of all evaluations so far, or null.</summary>
    public Action<Stream>? Metrics { get; init; }
}
