using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Characters;
using Rnnctl.Options;
using Rnnctl.Recipes;
using Rnnctl.Tests.Processes;
using Rnnctl.Text;
using Rnnctl.Verbs.Train;

namespace Rnnctl.Tests.Verbs;

/// <summary><c>train --recipe</c> and <c>rnnctl recipe</c>.</summary>
public sealed class RecipeTests : IDisposable
{
    private readonly InProcessTool _tool = new();
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Recipes
    {
        get
        {
            var recipes = new TheoryData<string, string>();
            foreach (string task in Choice.NamesOf(typeof(ModelTask)))
            {
                foreach (string name in RecipeFiles.Names) recipes.Add(task, name);
            }

            return recipes;
        }
    }

    public static TheoryData<string> Tasks => [.. Choice.NamesOf(typeof(ModelTask))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Default_recipe_lists_every_option_with_its_built_in_default(string task)
    {
        string path = Path.Combine(Repository.Root, "src", "Rnnctl", "Recipes", $"{task}-default.yaml"), text = DefaultRecipe.TextOf(TaskOf(task));
        if (Environment.GetEnvironmentVariable("RNNCTL_WRITE_GOLDEN") == "1") File.WriteAllText(path, text);
        Assert.Equal(text, File.ReadAllText(path));
        Assert.Equal(text, RecipeFiles.TextOf(TaskOf(task), "default"));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Default_recipe_gives_the_built_in_defaults(string task)
    {
        ModelConfiguration start = ModelConfiguration.DefaultsOf(TaskOf(task));
        Assert.Equal(Configured(task, start), Configured(task, start, "--recipe", "default"));
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Printed_recipe_given_back_by_config_is_the_recipe(string task, string name)
    {
        string file = _folder.Write("mine.yaml", InProcessTool.Done("recipe", name, "--task", task));
        ModelConfiguration start = ModelConfiguration.DefaultsOf(TaskOf(task));
        Assert.Equal(Configured(task, start, "--recipe", name), Configured(task, start, "--config", file));
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Each_line_of_a_recipe_says_what_it_is_for(string task, string name)
    {
        if (name == "default") return;
        string[] lines = RecipeFiles.TextOf(TaskOf(task), name).Split('\n');
        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        Assert.Equal($"task: {task}", lines[1]);
        Assert.All(lines[2..].Where(line => line.Length > 0 && !line.StartsWith('#')), line => Assert.Matches("^[a-z-]+: [^#]+ # ..", line));
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Recipe_goes_together_with_every_cell(string task, string name)
    {
        ModelConfiguration start = ModelConfiguration.DefaultsOf(TaskOf(task));
        foreach (string cell in CellCatalog.Names.Where(cell => task == "tag" || CellCatalog.Find(cell)!.IsRecurrent))
        {
            ModelConfiguration configuration = Configured(task, start, "--recipe", name, "--cell", cell);
            Assert.Equal(cell, configuration.Architecture.Cell);
            configuration.RequireRanges("options");
            if (task == "translate") TranslatorModel.RequireConsistency(configuration.Architecture, "options");
            if (task == "lm") TrainedLanguageModel.RequireConsistency(configuration.Architecture, "options");
        }
    }

    [Fact]
    public void Command_line_wins_over_config_which_wins_over_the_recipe()
    {
        string file = _folder.Write("mine.yaml", "recipe: best\nhidden: 33\ndropout: 0.125\n");
        var start = new ModelConfiguration();
        ModelConfiguration best = Configured("tag", start, "--recipe", "best"), mine = Configured("tag", start, "--config", file, "--hidden", "44");
        Assert.Equal(best with { Architecture = best.Architecture with { Hidden = 44, Dropout = 0.125 } }, mine);
        Assert.Empty(_tool.Error);
    }

    [Theory]
    [InlineData("--no-crf", "")]
    [InlineData("", "crf: false")]
    public void Flag_of_a_recipe_is_taken_back(string word, string line)
    {
        string file = _folder.Write("mine.yaml", line);
        Assert.True(Configured("tag", new ModelConfiguration(), "--recipe", "best").Architecture.Crf);
        string[] words = ["--recipe", "best", "--config", file, .. word.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Assert.False(Configured("tag", new ModelConfiguration(), words).Architecture.Crf);
    }

    [Fact]
    public void Flag_that_is_off_is_of_no_harm_to_another_task() =>
        Assert.Equal(ModelTask.Tag, Configured("tag", new ModelConfiguration(), "--config", _folder.Write("o.yaml", "joint-vocabulary: false")).Task);

    [Fact]
    public void Option_of_a_recipe_without_use_beside_the_typed_ones_is_no_error()
    {
        ModelConfiguration tagger = Configured("tag", new ModelConfiguration(), "--recipe", "best", "--char-cell", "none");
        Assert.Equal(CharacterCell.None, tagger.Architecture.CharCell);
        ModelConfiguration start = ModelConfiguration.DefaultsOf(ModelTask.Translate);
        Assert.Equal(500, Configured("translate", start, "--recipe", "best", "--batch-tokens", "500").Training.BatchTokens);
        Assert.Empty(_tool.Error);
    }

    [Fact]
    public void Option_of_a_recipe_that_the_typed_ones_exclude_is_left_out_with_a_note()
    {
        ModelConfiguration wide = Configured("lm", ModelConfiguration.DefaultsOf(ModelTask.Lm), "--recipe", "best", "--hidden", "300");
        Assert.Equal((300, false), (wide.Architecture.Hidden, wide.Architecture.LanguageModel!.TieEmbeddings));
        Assert.Equal(["recipe best: without --tie-embeddings, which the other options exclude"], _tool.ErrorLines);
        ModelConfiguration both = Configured("lm", ModelConfiguration.DefaultsOf(ModelTask.Lm), "--recipe", "best", "--hidden", "300", "--embedding", "300");
        Assert.True(both.Architecture.LanguageModel!.TieEmbeddings);
    }

    [Fact]
    public void Typed_option_may_rely_on_one_of_the_recipe()
    {
        ModelConfiguration configuration = Configured("tag", new ModelConfiguration(), "--recipe", "best", "--char-hidden", "7");
        Assert.Equal(7, configuration.Architecture.CharHidden);
        Assert.NotEqual(CharacterCell.None, configuration.Architecture.CharCell);
    }

    [Fact]
    public void Model_that_starts_from_another_keeps_its_architecture_and_takes_the_recipes_training()
    {
        var parent = new ModelConfiguration { Architecture = new ArchitectureConfiguration { Hidden = 7, Cell = "gru" } };
        ModelConfiguration tuned = Configured("tag", parent, "--recipe", "best", "--from", "parent"), best = Configured("tag", parent, "--recipe", "best");
        IEnumerable<ConfigurationOption> ofWeights = ConfigurationOptions.All.Where(option => option.FixedByWeights);
        Assert.All(ofWeights, option => Assert.Equal(option.Get(parent) ?? option.Usual, option.Get(tuned) ?? option.Usual));
        Assert.Equal((best.Training, best.Architecture.Dropout), (tuned.Training, tuned.Architecture.Dropout));
    }

    [Fact]
    public void Resumed_run_cannot_change_its_architecture_by_a_recipe()
    {
        string data = _folder.Write("train.tsv", "tokens\tlabels\na b\tX Y\n");
        string[] train = ["train", "--train", data, "--output", _folder["model"], "--hidden", "3", "--embedding", "3", "--epochs", "1", "--threads", "1"];
        InProcessTool.Done(train);
        Assert.Equal(2, _tool.Run("train", "--train", data, "--output", _folder["model"], "--threads", "1", "--resume", "--recipe", "fast"));
        Assert.Contains("error: --hidden cannot change where a run goes on", _tool.ErrorLines);
    }

    [Theory]
    [InlineData(3000, true, true)]
    [InlineData(3001, true, false)]
    [InlineData(3000, false, true)]
    public void Crf_of_a_recipe_is_left_out_where_labels_are_too_many(int labels, bool isOfRecipe, bool expected)
    {
        var asked = new ModelConfiguration { Architecture = new ArchitectureConfiguration { Crf = true } };
        Assert.Equal(expected, TrainingLabels.WithFeasibleField(asked, labels, isOfRecipe, _tool.Console).Architecture.Crf);
        Assert.Equal(expected ? 0 : 1, _tool.ErrorLines.Length);
    }

    [Fact]
    public void Crf_that_the_user_asks_for_is_an_error_where_labels_are_too_many()
    {
        var asked = new ModelConfiguration { Architecture = new ArchitectureConfiguration { Crf = true } };
        var mistake = Assert.Throws<InputException>(() => TrainingLabels.WithFeasibleField(asked, 3001, isCrfOfRecipe: false, _tool.Console));
        Assert.StartsWith("--crf: expected at most 3,000 labels, found 3,001", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Crf_of_a_recipe_is_its_own_only_if_the_user_says_nothing_of_it()
    {
        bool IsOfRecipe(params string[] words) => _tool.Read<TrainVerb, TrainRequest>(
            (verb, parsed) => verb.Read(parsed), ["train", "--train", "a", "--output", "b", .. words]).IsCrfOfRecipe;
        Assert.True(IsOfRecipe("--recipe", "best"));
        Assert.False(IsOfRecipe("--recipe", "best", "--crf"));
        Assert.False(IsOfRecipe());
    }

    [Theory]
    [InlineData("recipe worst", "error: NAME: unknown recipe 'worst', expected one of fast, default, best")]
    [InlineData("train --train a --output b --recipe worst", "error: --recipe: unknown value 'worst', expected one of fast, default, best")]
    public void Unknown_recipe_is_refused_with_the_known_ones(string line, string message)
    {
        Assert.Equal(2, _tool.Run(line.Split(' ')));
        Assert.Equal(message, _tool.ErrorLines[0]);
    }

    [Fact]
    public void Recipe_is_read_from_the_installed_tool()
    {
        ToolProcess run = ToolProcess.Rnnctl("recipe", "best");
        Assert.Equal((0, RecipeFiles.TextOf(ModelTask.Tag, "best")), (run.ExitCode, run.Output));
    }

    private static ModelTask TaskOf(string name) => Enum.Parse<ModelTask>(name, ignoreCase: true);

    private ModelConfiguration Configured(string task, ModelConfiguration start, params string[] words) =>
        DefaultRecipe.Configured(TaskOf(task), words, start, _tool);
}
