using System.Text.Json.Nodes;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Configurations;

/// <summary>The list of options against <c>config.json</c>, as it is written.</summary>
public class ConfigurationOptionsTests
{
    // The option of the translators' key sets it where the model is a language model.
    private const string TiedInLanguageModels = "architecture.language_model.tie_embeddings";

    /// <summary>The keys that no option sets: they are found out from the training corpus, or say what wrote the file.</summary>
    private static readonly string[] KeysWithoutOption =
    [
        "format_version", "tool_version", "task", "architecture.well_formed_spans", "text.output_scheme",
        TiedInLanguageModels,
    ];

    private static readonly ModelConfiguration Translator =
        new()
        {
            Task = ModelTask.Translate,
            Architecture = new ArchitectureConfiguration
            {
                // Cells without a projection and clips leave the three keys out.
                CellOptions = CellSettings.None with { Projection = 7, CellClip = 7, ProjectionClip = 7 },
                Translator = new TranslatorConfiguration(),
                LanguageModel = new LanguageModelConfiguration(),
                Contextual = new ContextualConfiguration(),
                CharConvolution = new CharConvolutionConfiguration(),
            },
            // Other tasks' models leave some of the keys out.
            Text = new TextConfiguration { Score = ScoreKind.Accuracy, LowercaseTarget = false, TokenColumn = 7, LabelColumn = 7 },
        };

    public static TheoryData<string> Keys => [.. ConfigurationOptions.All.Select(option => option.Key)];

    [Fact]
    public void Each_key_of_the_file_has_one_option()
    {
        // Options that only lstm has are left out of the file of another cell. A streamed corpus, frozen parameters, a metric, a beam, a mean of the weights,
        // teachers, intents, losses, kinds of dropout, and more that a tagger reads, are exceptions.
        ArchitectureConfiguration architecture = Translator.Architecture with
        {
            CellOptions = CellCatalog.Find("lstm")!.Options,
            VariationalDropout = true,
            EmbeddingDropout = 0.1,
            ContextWindow = 1,
            LabelModel = 0.3,
            Translator = new TranslatorConfiguration { EncoderLayers = 2 },
        };
        TextConfiguration text = Translator.Text with { WordShape = true, Affixes = 2, Intent = true };
        TrainingConfiguration training = Translator.Training with
        {
            Stream = true,
            Freeze = "encoder",
            Metric = EvaluationMetric.Loss,
            ValidBeam = 2,
            Ema = 0.5,
            BpeDropout = 0.1,
            TeacherWeight = 0.5,
            WordDropout = 0.1,
            Focal = 2,
            IntentWeight = 0.5,
        };
        IEnumerable<string> expected = Flattened(Translator with { Architecture = architecture, Text = text, Training = training })
            .Keys.Except(KeysWithoutOption);
        Assert.Equal(expected.Order(StringComparer.Ordinal), ConfigurationOptions.All.Select(option => option.Key).Order(StringComparer.Ordinal));
        Assert.Distinct(ConfigurationOptions.All.Select(option => option.Name));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Setting_an_option_changes_its_key_and_no_other(string key)
    {
        ConfigurationOption option = OptionOf(key);
        object value = AnotherValue(option);
        ModelConfiguration changed = option.Set(Translator, value);
        Assert.Equal(value, option.Get(changed));

        Dictionary<string, string> before = Flattened(Translator), after = Flattened(changed);
        Assert.Equal([key], after.Keys.Where(other => before.GetValueOrDefault(other) != after[other]));
        Assert.Equal(TextOf(value), after[key]);
    }

    [Fact]
    public void Tied_embeddings_of_a_language_model_have_a_key_of_their_own()
    {
        ModelConfiguration model = Translator with { Task = ModelTask.Lm };
        ModelConfiguration changed = OptionOf("architecture.translator.tie_embeddings").Set(model, true);
        Assert.Equal(true, OptionOf("architecture.translator.tie_embeddings").Get(changed));
        Dictionary<string, string> before = Flattened(model), after = Flattened(changed);
        Assert.Equal([TiedInLanguageModels], after.Keys.Where(key => before[key] != after[key]));
    }

    [Theory]
    [InlineData("architecture.language_model.direction", false, false, true)]
    [InlineData("architecture.translator.tie_embeddings", false, true, true)]
    [InlineData("architecture.translator.attention", false, true, false)]
    [InlineData("architecture.crf", true, false, false)]
    [InlineData("architecture.contextual.l2", true, true, false)]
    [InlineData("architecture.char_convolution.highway", true, false, true)]
    [InlineData("architecture.bidirectional", true, true, false)]
    [InlineData("training.batch_tokens", true, true, false)]
    [InlineData("training.bptt", true, true, true)]
    [InlineData("training.word_dropout", true, true, false)]
    [InlineData("architecture.embedding_dropout", true, true, true)]
    public void Each_option_is_for_the_tasks_that_have_a_use_for_it(string key, bool tag, bool translate, bool lm)
    {
        ConfigurationOption option = OptionOf(key);
        Assert.Equal((tag, translate, lm), (option.IsFor(ModelTask.Tag), option.IsFor(ModelTask.Translate), option.IsFor(ModelTask.Lm)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_number_below_the_range_of_an_option_is_refused_by_its_key(string key)
    {
        ConfigurationOption option = OptionOf(key);
        if (option.Values.Range is not { } range) return;
        object below = option.Values.Kind == OptionKind.WholeNumber ? (object)((int)range.Least - 1) : range.Least - 0.5;

        // The option of --clip-norm makes none of what is typed below its range.
        ModelConfiguration wrong = key == "training.clip_norm"
            ? Translator with { Training = new TrainingConfiguration { ClipNorm = (double)below } }
            : option.Set(Translator, below);
        string message = Assert.Throws<InputException>(() => wrong.RequireRanges("config.json")).Message;
        Assert.StartsWith($"config.json: {key}: expected {range.Expected(Convert.ToDouble(below))}, found ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, false, false, false)]
    [InlineData(0, true, true, false)]
    [InlineData(0.5, false, true, true)]
    [InlineData(1, true, false, true)]
    [InlineData(double.NaN, false, false, false)]
    [InlineData(double.PositiveInfinity, false, false, false)]
    public void An_interval_contains_what_it_says(double number, bool isInWhole, bool isInFraction, bool isInShare) => Assert.Equal(
        (isInWhole, isInFraction, isInShare),
        (Interval.Whole(0, 7).Contains(number), Interval.Fraction.Contains(number), Interval.Share.Contains(number)));

    [Fact]
    public void An_interval_is_described_in_words()
    {
        Interval[] intervals = [Interval.Finite, Interval.Positive, Interval.NotNegative, Interval.Fraction, Interval.Share, Interval.Whole(1, 65536)];
        string[] words =
        [
            "a number", "a number above 0", "a number of at least 0", "a number of at least 0 and below 1", "a number above 0 and at most 1",
            "a whole number of at least 1",
        ];
        Assert.Equal(words, intervals.Select(interval => interval.Expected(-1)));
        Assert.Equal("a whole number from 1 to 65536", Interval.Whole(1, 65536).Expected(65537));
    }

    private static ConfigurationOption OptionOf(string key) => ConfigurationOptions.All.Single(option => option.Key == key);

    /// <summary>A value that is not the option's default.</summary>
    private static object AnotherValue(ConfigurationOption option)
    {
        object? before = option.Get(Translator);
        return option.Values.Kind switch
        {
            OptionKind.Flag => !(bool)before!,
            OptionKind.WholeNumber when before is long => 5L,
            OptionKind.WholeNumber => 3,
            OptionKind.RealNumber => 0.25,
            OptionKind.Choice => option.Values.Choices.First(choice => !choice.Equals(before)),
            OptionKind.Text => "sampled:3",
            _ => "2 3",
        };
    }

    private static string TextOf(object value) => value switch
    {
        bool on => on ? "true" : "false",
        Enum or string => JsonValue.Create(KebabOf(value.ToString()!))!.ToJsonString(),
        _ => JsonValue.Create(Convert.ToDouble(value))!.ToJsonString(),
    };

    private static string KebabOf(string member) =>
        string.Concat(member.Select((letter, place) => char.IsUpper(letter) && place > 0 ? "-" + letter : letter.ToString())).ToLowerInvariant();

    /// <summary>The values of the file by their keys, without the vocabularies.</summary>
    private static Dictionary<string, string> Flattened(ModelConfiguration configuration)
    {
        var values = new Dictionary<string, string>();
        Flatten("", configuration.ToJson().AsObject());
        return values;

        void Flatten(string prefix, JsonObject part)
        {
            foreach ((string name, JsonNode? value) in part)
            {
                if (value is JsonObject inner) Flatten($"{prefix}{name}.", inner);
                else values[prefix + name] = value?.ToJsonString() ?? "null";
            }
        }
    }
}
