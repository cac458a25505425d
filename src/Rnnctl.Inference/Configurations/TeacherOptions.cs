using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of how a tagger learns from other taggers, which are described by themselves in a configuration.</summary>
internal static class TeacherOptions
{
    /// <summary>The section.</summary>
    public static ConfigurationSection Section { get; } = new(
        "Teachers",
        Training(
            "teacher_weight", "Weight of the teachers' probabilities in the loss, above 0; the gold labels have the rest of 1",
            OptionValues.Real(Interval.Share), t => t.TeacherWeight, (t, x) => t with { TeacherWeight = (double)x })
            .Only(ModelTask.Tag).Usually(TrainingConfiguration.UsualTeacherWeight));
}
