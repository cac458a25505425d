using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Text;

namespace Rnnctl.Inference.Imports;

/// <summary>Makes a language model of the published files of an ELMo (Peters et al. 2018). They have no output layer, so that it makes vectors only.</summary>
public static class ElmoImport
{
    /// <summary>Reads both files and, if all is well, writes the model.</summary>
    /// <param name="options">The path of <c>options.json</c>.</param>
    /// <param name="weights">The path of the HDF5 file.</param>
    /// <param name="output">The directory of the model, which holds none.</param>
    /// <returns>The model's configuration and its number of parameters.</returns>
    /// <exception cref="InputException">A file is not what it should be; the message names it and the key or the dataset.</exception>
    /// <exception cref="IOException">The disk is full or fails; nothing is written.</exception>
    public static (ModelConfiguration Configuration, long Parameters) Run(string options, string weights, string output)
    {
        ArchitectureConfiguration architecture = ElmoOptions.Read(options);
        var configuration = new ModelConfiguration { Task = ModelTask.Lm, Architecture = architecture };
        configuration.RequireRanges(options);
        TrainedLanguageModel.RequireConsistency(architecture, options);
        long parameters = TrainedLanguageModel.SizeOf(architecture).Parameters;
        if (parameters > TensorSize.Most)
            throw new InputException($"{options}: the model would have {parameters} parameters; a model has at most {TensorSize.Most}");
        IReadOnlyList<NamedTensor> tensors = ElmoWeights.Read(weights, architecture);
        ModelWriter.Write(output, configuration, new Dictionary<string, IReadOnlyList<string>>(), tensors);
        return (configuration, parameters);
    }
}
