using Rnnctl.Inference.Configurations;
using Rnnctl.Options;

namespace Rnnctl.Recipes;

/// <summary>
/// Whole settings of <c>train</c>, each a file of options that is part of the tool: <c>tag-best.yaml</c> is what <c>--recipe best</c> means for a tagger.
/// </summary>
internal static class RecipeFiles
{
    /// <summary>The names that <c>--recipe</c> takes.</summary>
    public static string[] Names { get; } = ["fast", "default", "best"];

    /// <summary>The file's text, with its comments.</summary>
    /// <param name="task">What the model learns to do.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string TextOf(ModelTask task, string name)
    {
        using Stream file = typeof(RecipeFiles).Assembly.GetManifestResourceStream($"{Choice.NameOf(task)}-{name}.yaml")!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>The file's options.</summary>
    /// <param name="task">What the model learns to do.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static OptionsFile Read(ModelTask task, string name) => OptionsFile.Parse($"recipe {name}", TextOf(task, name));
}
