using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests.Checkpoints;

/// <summary>Checkpoints whose every file says which step it is of, so that a mixture shows.</summary>
internal static class NumberedCheckpoints
{
    /// <summary>A first checkpoint of a run: all files; every weight, the best score and the vocabulary's size say the step.</summary>
    public static Checkpoint AtStep(int step, int weights) => Resumed(step, weights, described: step) with { Describes = true };

    /// <summary>A later checkpoint, with the best weights so far, of a run whose first one was <see cref="AtStep"/>.</summary>
    public static Checkpoint Resumed(int step, int weights, int described = 1) => new()
    {
        Progress = new TrainingProgress { Step = step, BestStep = step, BestScore = step },
        State =
        [
            NamedTensor.Of<float>("parameters", [weights], Filled(weights, step)),
            NamedTensor.Of<ulong>("random", [1], new[] { (ulong)step }),
        ],
        BestWeights = [NamedTensor.Of<float>("weights", [weights], Filled(weights, step))],
        Configuration = new ModelConfiguration
        {
            Architecture = new ArchitectureConfiguration
            {
                Hidden = described,
                Vocabularies = new Dictionary<string, int> { ["tokens"] = described + 1, ["tags"] = 1 },
            },
        },
        Vocabularies = new Dictionary<string, IReadOnlyList<string>>
        {
            ["tokens"] = [.. Enumerable.Range(0, described + 1).Select(id => $"token {id}")],
            ["tags"] = ["O"],
        },
    };

    /// <summary>Requires that configuration, vocabulary and weights, which is all that a reader needs, are of one step, and returns it.</summary>
    public static int ReadModel(string path)
    {
        using ModelDirectory model = ModelDirectory.Open(path);
        int step = model.Configuration.Architecture.Hidden;
        Assert.Equal($"token {step}", model.ReadVocabulary("tokens", step + 1)[^1]);
        Thread.Yield();
        AssertFilled(model.Weights, "weights", step);
        return step;
    }

    /// <summary>Requires that a directory's files are all there and all of one step.</summary>
    public static void AssertWhole(string path, int step) => Assert.Equal(step, StepOf(path, checkConfiguration: true));

    /// <summary>The step that all of a directory's files are of.</summary>
    public static int StepOf(string path, bool checkConfiguration)
    {
        using ModelDirectory model = ModelDirectory.Open(path);
        TrainingProgress progress = TrainingState.ReadProgress(model);
        int step = (int)progress.Step;
        Assert.True(TrainingState.IsIn(model));
        Assert.Equal(step, progress.BestScore);
        AssertFilled(model.Weights, "weights", step);
        using SafetensorsFile state = TrainingState.Open(model, progress);
        AssertFilled(state, "parameters", step);
        int symbols = model.Configuration.Architecture.Vocabularies["tokens"];
        Assert.Equal($"token {symbols - 1}", model.ReadVocabulary("tokens", symbols)[^1]);
        if (checkConfiguration)
            Assert.Equal((step, step + 1), (model.Configuration.Architecture.Hidden, symbols));
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
