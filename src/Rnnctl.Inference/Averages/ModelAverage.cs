using System.Globalization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Inference.Tasks;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Averages;

/// <summary>
/// The mean of several models' weights: models of one run or of several that began alike (Utans 1996; of the last checkpoints Vaswani et al. 2017,
/// section 6.1):
/// <code>
/// θ = 1 / M Σ_m θ_m
/// </code>
/// Each sum is made in double, and rounded once.
/// </summary>
public static class ModelAverage
{
    /// <summary>Writes the mean as a model of its own, whole or not at all.</summary>
    /// <param name="models">The models, at least two of the same architecture and vocabularies. All but the weights is that of the first.</param>
    /// <param name="output">The directory of the mean. A model that is in it is replaced.</param>
    /// <returns>The number of weights.</returns>
    /// <exception cref="InputException">Two models differ, or one is damaged; the message names the option, the vocabulary or the tensor.</exception>
    /// <exception cref="IOException">The disk is full or fails; nothing is written.</exception>
    public static long Write(IReadOnlyList<ModelDirectory> models, string output)
    {
        TaskModel first = TaskModel.Read(models[0]);
        foreach (ModelDirectory other in models.Skip(1)) RequireLike(models[0].Path, first, other);
        foreach (ModelDirectory model in models) ParameterFile.Require(model.Weights, first.Parameters);
        using ContextualDirectories? contextual = ContextualDirectories.Of(models[0]);
        NamedTensor[] weights = [.. first.Parameters.Select(shape => MeanOf(models, shape))];
        ModelConfiguration configuration = first.Configuration with
        {
            ToolVersion = ToolVersion.Current,
            From = null,
            Training = first.Configuration.Training with { Averaged = SourcesOf(models) },
        };
        ModelWriter.Write(output, configuration, first.Vocabularies, weights, CopiesOf(configuration, contextual));
        return first.Parameters.Sum(shape => (long)shape.Count);
    }

    private static void RequireLike(string name, TaskModel first, ModelDirectory other)
    {
        if (ModelDifference.Find(name, first, TaskModel.Read(other)) is { } difference)
            throw new InputException($"{other.Path}: {difference}: a mean is of models of one architecture and one vocabulary");
    }

    private static NamedTensor MeanOf(IReadOnlyList<ModelDirectory> models, ParameterShape shape)
    {
        var sums = new double[shape.Count];
        foreach (ModelDirectory model in models)
        {
            float[] values = ParameterFile.ReadWeights(model.Weights, shape);
            for (int i = 0; i < sums.Length; i++) sums[i] += values[i];
        }

        var mean = new float[sums.Length];
        for (int i = 0; i < mean.Length; i++) mean[i] = (float)(sums[i] / models.Count);
        return ParameterFile.TensorOf(shape, mean);
    }

    private static Dictionary<string, WeightsSource> SourcesOf(IReadOnlyList<ModelDirectory> models) => models.Index().ToDictionary(
        one => string.Create(CultureInfo.InvariantCulture, $"{one.Index + 1}"),
        one => new WeightsSource { Path = one.Item.Path, Sha256 = one.Item.Weights.Sha256() });

    /// <summary>The copies of the language models that the first model reads; of linked ones the configuration has the path.</summary>
    private static PendingFile[] CopiesOf(ModelConfiguration configuration, ContextualDirectories? contextual) => contextual is null
        ? []
        : [.. configuration.Architecture.Contextual!.InOrder().Select((model, place) => (model.Path, Place: place)).Where(model => model.Path.Length == 0)
            .SelectMany(model => contextual.Directories[model.Place].CopyTo(ModelFiles.Contextual(model.Place + 1)))];
}
