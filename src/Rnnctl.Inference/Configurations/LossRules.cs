using Rnnctl.Text;

namespace Rnnctl.Inference.Configurations;

/// <summary>Which losses and ways of decoding labels exclude each other.</summary>
public static class LossRules
{
    /// <summary>Refuses options that exclude each other.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="source">The file whose keys a message names, its first words; null to name the options of the command line.</param>
    /// <exception cref="InputException">Two options exclude each other; the message names them.</exception>
    public static void Require(ModelConfiguration configuration, string? source = null)
    {
        bool hasField = configuration.Architecture.Crf;
        TrainingConfiguration training = configuration.Training;
        Refuse(hasField && training.LabelSmoothing > 0, "--label-smoothing", "--crf", "the loss of --crf has one probability for all labels of a sentence");
        Refuse(hasField && training.Focal > 0, "--focal", "--crf", "the loss of --crf has one probability for all labels of a sentence");
        Refuse(hasField && configuration.Architecture.LabelModel > 0, "--label-model", "--crf", "--crf learns the transitions");
        Refuse(training.Focal > 0 && training.LabelSmoothing > 0, "--focal", "--label-smoothing", "each changes the loss of a token");

        void Refuse(bool isMistake, string first, string second, string reason)
        {
            if (!isMistake) return;
            string names = source is null ? $"{first} and {second}" : $"{source}: {KeyOf(first)} and {KeyOf(second)}";
            throw new InputException($"{names} exclude each other: {reason}");
        }
    }

    private static string KeyOf(string name) => ConfigurationOptions.All.First(option => option.Name == name).Key;
}
