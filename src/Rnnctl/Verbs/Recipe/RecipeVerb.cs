using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Recipes;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Recipe;

/// <summary><c>rnnctl recipe</c>: prints what a recipe of <c>train</c> is made of.</summary>
internal sealed class RecipeVerb : Verb
{
    private const string WorkedExample = """
        rnnctl recipe best
        rnnctl train --recipe best --train train.tsv --valid valid.tsv --output slots
        rnnctl recipe best --task translate > mine.yaml
        rnnctl train --config mine.yaml --train train.en train.de --valid valid.en valid.de --output en-de
        """;

    private readonly Argument<string> _name = new("NAME") { Description = $"The recipe: {string.Join(", ", RecipeFiles.Names)}" };
    private readonly Option<string> _task = Choice.One("--task", "What the model learns to do", ModelTask.Tag);

    /// <summary>The verb.</summary>
    /// <param name="console">Where it prints.</param>
    public RecipeVerb(ToolConsole console)
        : base("recipe", "Print a recipe of train: a file of options, for --config.", WorkedExample)
    {
        _name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !RecipeFiles.Names.Contains(token.Value))
                result.AddError($"NAME: unknown recipe '{token.Value}', expected one of {string.Join(", ", RecipeFiles.Names)}");
        });
        _name.CompletionSources.Add(RecipeFiles.Names);
        Arguments.Add(_name);
        Add(new OptionGroup("Recipe", _task));
        RunUntilCancelled((parsed, _) =>
        {
            console.Output.Write(RecipeFiles.TextOf(parsed.ReadChoice<ModelTask>(_task), parsed.GetRequiredValue(_name)));
            return ExitCode.Done;
        });
    }
}
