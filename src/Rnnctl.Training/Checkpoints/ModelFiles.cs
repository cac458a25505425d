namespace Rnnctl.Training.Checkpoints;

/// <summary>The names of the files in a model's directory.</summary>
public static class ModelFiles
{
    /// <summary>The options that rebuild the model.</summary>
    public const string Configuration = "config.json";

    /// <summary>The weights of the best evaluation.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>The last weights, the optimiser's state and the random state.</summary>
    public const string TrainingState = "training.safetensors";

    /// <summary>How far training is.</summary>
    public const string Progress = "training.json";

    /// <summary>A row per evaluation.</summary>
    public const string Metrics = "metrics.csv";

    /// <summary>The file of a vocabulary: one symbol a line, line number = id.</summary>
    public static string Vocabulary(string name) => $"vocab/{name}.txt";
}
