using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Translation;
using Rnnctl.Options;
using Rnnctl.Recipes;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Train;

/// <summary>
/// The options of <c>--recipe</c>, beneath those that the user gave. An option of a recipe that does not go together with what the user gave is left out.
/// </summary>
/// <param name="name">The recipe.</param>
/// <param name="verb">The verb, whose options a recipe contains.</param>
/// <param name="task">What the model learns to do.</param>
internal sealed class RecipeLayer(string name, Verb verb, ModelTask task)
{
    // Without the options on the right, the one on the left has no effect, which would be an error if the user had typed it.
    private static readonly Dictionary<string, string[]> Needed = new()
    {
        ["--bpe-dropout"] = ["--src-vocab", "--tgt-vocab"],
        ["--metric"] = ["--valid"],
        ["--valid-beam"] = ["--valid"],
    };

    private readonly ParseResult _options = Parse(RecipeFiles.Read(task, name), verb);
    private readonly List<string> _leftOut = [];

    /// <summary>A configuration with the options of the recipe in place of what it held, but for those that the user gave.</summary>
    /// <param name="typed">What the user gave.</param>
    /// <param name="sections">The sections of options to apply.</param>
    /// <param name="isFree">Whether an option may be changed.</param>
    /// <param name="current">The configuration with what the user gave.</param>
    public ModelConfiguration Apply(
        ParseResult typed, IEnumerable<SectionOptions> sections, Func<ConfigurationOption, bool> isFree, ModelConfiguration current)
    {
        foreach (SectionOptions section in sections)
        {
            foreach ((ConfigurationOption option, object value) in section.AllGiven(_options))
            {
                if (section.Given(typed, option.Name) is not null || !isFree(option) || !HasWhatItNeeds(option, typed)) continue;
                ModelConfiguration with = option.Set(current, value);
                if (AreConsistent(with) || !AreConsistent(current)) current = with;
                else _leftOut.Add(option.Name);
            }

            // What the user gave excludes an option of the recipe: --batch-tokens its batch-size.
            current = section.Apply(typed, current);
        }

        return current;
    }

    /// <summary>Names the options that were left out.</summary>
    public void Describe(ToolConsole console)
    {
        if (_leftOut.Count > 0) console.Note($"recipe {name}: without {string.Join(", ", _leftOut)}, which the other options exclude");
    }

    private bool HasWhatItNeeds(ConfigurationOption option, ParseResult typed) =>
        !Needed.TryGetValue(option.Name, out string[]? needed) || verb.Options.Any(other => needed.Contains(other.Name) && typed.IsGiven(other));

    private bool AreConsistent(ModelConfiguration configuration)
    {
        try
        {
            ArchitectureConfiguration architecture = ModelRules.CompleteCell(configuration).Architecture;
            configuration.RequireRanges("options");
            if (task == ModelTask.Lm) TrainedLanguageModel.RequireConsistency(architecture, "options");
            else if (architecture.Translator is not null) TranslatorModel.RequireConsistency(architecture, "options");
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>Parses the options as if they had been typed. The required ones that are missing do not matter here.</summary>
    private static ParseResult Parse(OptionsFile file, Verb verb)
    {
        var words = new OptionWords(file.Path, [.. verb.Options]);
        return verb.Parse([.. file.Entries.SelectMany(entry => words.Of(words.Require(entry), entry))]);
    }
}
