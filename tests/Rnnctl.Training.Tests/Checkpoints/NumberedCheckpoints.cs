using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests.Checkpoints;

/// <summary>Checkpoints whose every file says which step it is of, so that a mixture shows.</summary>
internal static class NumberedCheckpoints
{
    /// <summary>A first checkpoint of a run: all files; every weight, the best score and the vocabulary's size say the step.</summary>
    public static Checkpoint AtStep(int step, int weights) => Resumed(step, weights) with
    {
        Configuration = new ModelConfiguration
        {
            Architecture = new ArchitectureConfiguration
            {
                Hidden = step,
                Vocabularies = new Dictionary<string, int> { ["tokens"] = step + 1, ["tags"] = 1 },
            },
        },
        Vocabularies = new Dictionary<string, IReadOnlyList<string>>
        {
            ["tokens"] = [.. Enumerable.Range(0, step + 1).Select(id => $"token {id}")],
            ["tags"] = ["O"],
        },
    };

    /// <summary>A later checkpoint with the best weights so far.</summary>
    public static Checkpoint Resumed(int step, int weights) => new()
    {
        Progress = new TrainingProgress { Step = step, BestStep = step, BestScore = step },
        State =
        [
            NamedTensor.Of<float>("parameters", [weights], Filled(weights, step)),
            NamedTensor.Of<ulong>("random", [1], new[] { (ulong)step }),
        ],
        BestWeights = [NamedTensor.Of<float>("weights", [weights], Filled(weights, step))],
    };

    /// <summary>Requires that a directory's files are all there and all of one step.</summary>
    public static void AssertWhole(string path, int step) => Assert.Equal(step, StepOf(path, checkConfiguration: true));

    /// <summary>The step that all of a directory's files are of.</summary>
    public static int StepOf(string path, bool checkConfiguration)
    {
        ModelDirectory model = ModelDirectory.Open(path);
        TrainingProgress progress = model.ReadProgress();
        int step = (int)progress.Step;
        Assert.True(model.HoldsTrainingState);
        Assert.Equal(step, progress.BestScore);
        using SafetensorsFile weights = model.OpenWeights();
        AssertFilled(weights, "weights", step);
        using SafetensorsFile state = model.OpenTrainingState(progress);
        AssertFilled(state, "parameters", step);
        ModelConfiguration configuration = model.ReadConfiguration();
        int symbols = configuration.Architecture.Vocabularies["tokens"];
        Assert.Equal($"token {symbols - 1}", model.ReadVocabulary("tokens", symbols)[^1]);
        if (checkConfiguration)
            Assert.Equal((step, step + 1), (configuration.Architecture.Hidden, symbols));
        return step;
    }

    private static float[] Filled(int count, int step)
    {
        float[] values = new float[count];
        Array.Fill(values, step);
        return values;
    }

    private static void AssertFilled(SafetensorsFile file, string name, int step)
    {
        float[] values = new float[file.Find(name).Count];
        file.CopyTo<float>(name, values);
        Assert.All(values, value => Assert.Equal(step, value));
    }
}
