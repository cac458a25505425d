using System.Text;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Text;
using Rnnctl.Verbs.Train;

namespace Rnnctl.Tests.Verbs;

/// <summary>Writes the recipe of a task's built-in defaults from the descriptions of the options.</summary>
internal static class DefaultRecipe
{
    private const int Width = 120;

    // What belongs to the data, to other models or to the machine is no part of a recipe.
    private static readonly string[] Others = ["--score", "--freeze", "--stream", "--evaluate-every"];

    private static readonly ConfigurationSection[] Sections =
    [
        ConfigurationOptions.Vocabulary, ConfigurationOptions.Model, ConfigurationOptions.Cell, ConfigurationOptions.Layers, ConfigurationOptions.Translator,
        ConfigurationOptions.Translation, ConfigurationOptions.LanguageModel, ConfigurationOptions.Loss, ConfigurationOptions.Optimizer,
        ConfigurationOptions.Loop,
    ];

    /// <summary>The text of <c>TASK-default.yaml</c>.</summary>
    public static string TextOf(ModelTask task)
    {
        string name = OptionText.Of(task);
        var text = new StringBuilder();
        Comment(text, $"The built-in defaults of rnnctl train --task {name}: a run without --recipe has them.");
        Comment(text, "An option behind # is off, decided by the data, or of use beside another one only; take the # away to set it.");
        text.Append($"task: {name}\n");
        foreach (ConfigurationSection section in Sections)
        {
            ConfigurationOption[] options = [.. section.Options.Where(option => option.IsFor(task) && !Others.Contains(option.Name))];
            if (options.Length == 0) continue;
            text.Append($"\n# ---- {section.Title} ----\n");
            foreach (ConfigurationOption option in options)
            {
                Comment(text, option.Help);
                text.Append($"{Line(option, task)}\n");
            }
        }

        return text.ToString();
    }

    private static string Line(ConfigurationOption option, ModelTask task)
    {
        ModelConfiguration defaults = Configured(task, []);
        string value = option.Values.Kind == OptionKind.Flag ? ((bool)option.Get(defaults)! ? "true" : "false") : OptionText.Of(option.DefaultIn(defaults));
        string line = $"{option.Name[2..]}: {value}";
        return value.Length > 0 && IsOfUse(option, task, value) ? line : $"#{line.TrimEnd()}";
    }

    /// <summary>Whether the option can be typed alone, and leaves the defaults as they are.</summary>
    private static bool IsOfUse(ConfigurationOption option, ModelTask task, string value)
    {
        string[] words = value switch { "true" => [option.Name], "false" => [$"--no-{option.Name[2..]}"], _ => [$"{option.Name}={value}"] };
        ModelConfiguration start = ModelConfiguration.DefaultsOf(task);
        try
        {
            return Configured(task, words, start) == Configured(task, [], start);
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static ModelConfiguration Configured(ModelTask task, string[] words) => Configured(task, words, ModelConfiguration.DefaultsOf(task));

    /// <summary>What <c>train</c> makes of words.</summary>
    public static ModelConfiguration Configured(ModelTask task, string[] words, ModelConfiguration start, InProcessTool? tool = null) =>
        (tool ?? new InProcessTool()).Read<TrainVerb, TrainRequest>(
            (verb, parsed) => verb.Read(parsed), ["train", "--task", OptionText.Of(task), "--train", "a", "--output", "b", .. words]).Configure(start);

    private static void Comment(StringBuilder text, string words)
    {
        string line = "#";
        foreach (string word in words.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                text.Append($"{line}\n");
                line = "#";
            }

            line += $" {word}";
        }

        text.Append($"{line}\n");
    }
}
