using System.Text;
using System.Text.RegularExpressions;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;

namespace Rnnctl.Inference.Tests.Configurations;

public sealed class ModelConfigurationTests : IDisposable
{
    private const string Defaults = """
        {
          "format_version": 1,
          "tool_version": "0.1.0",
          "task": "tag",
          "architecture": {
            "cell": "lstm",
            "cell_options": {
              "activation": null,
              "cell_activation": null,
              "output_activation": null,
              "peephole": null,
              "window": null,
              "dilation": null
            },
            "hidden": 128,
            "layers": 1,
            "bidirectional": true,
            "embedding": 100,
            "dropout": 0.3,
            "crf": false,
            "well_formed_spans": false,
            "learn_initial_state": false,
            "residual": false,
            "layer_norm": false,
            "recurrent_dropout": 0,
            "zoneout": 0,
            "char_cell": "none",
            "char_hidden": 25,
            "char_embedding": 25,
            "self_attention": 0,
            "feature_embedding": 15,
            "vocabularies": {
              "tokens": 943
            }
          },
          "text": {
            "format": "auto",
            "column": "upos",
            "scheme": "keep",
            "output_scheme": "keep",
            "features": "",
            "max_length": 0,
            "lowercase": false,
            "digits_to_zero": false,
            "min_count": 1,
            "max_vocab": null
          },
          "training": {
            "optimizer": "adam",
            "learning_rate": 0.001,
            "schedule": "constant",
            "warmup": 0,
            "clip_norm": 5,
            "clip_value": null,
            "weight_decay": 0,
            "bptt": 0,
            "epochs": 20,
            "batch_size": 32,
            "batch_tokens": null,
            "patience": 5,
            "evaluate_every": null,
            "pretrained": "",
            "freeze_embeddings": false,
            "label_smoothing": 0,
            "scheduled_sampling": 0,
            "softmax": "full",
            "seed": 1,
            "threads": 1
          }
        }

        """;

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_defaults_are_those_of_the_command_line()
    {
        var configuration = new ModelConfiguration
        {
            ToolVersion = "0.1.0",
            Architecture = new ArchitectureConfiguration { Vocabularies = new Dictionary<string, int> { ["tokens"] = 943 } },
        };
        Assert.Equal(Defaults, Written(configuration));
    }

    [Fact]
    public void Every_value_is_read_as_it_was_written()
    {
        var configuration = new ModelConfiguration
        {
            Task = ModelTask.Translate,
            Architecture = new ArchitectureConfiguration
            {
                Cell = "lstm-peephole",
                CellOptions = new CellSettings
                {
                    Activation = ActivationKind.Relu,
                    CellActivation = ActivationKind.Identity,
                    OutputActivation = ActivationKind.Tanh,
                    Projection = 14,
                    CellClip = 2.5,
                    ProjectionClip = 3,
                    Peephole = PeepholeKind.Full,
                    Window = 4,
                    Dilation = 2,
                },
                Hidden = 7,
                Layers = 2,
                Bidirectional = false,
                Embedding = 9,
                Dropout = 0.1,
                Crf = true,
                WellFormedSpans = true,
                LearnInitialState = true,
                Residual = true,
                LayerNorm = true,
                RecurrentDropout = 0.2,
                Zoneout = 0.1,
                SelfAttention = 7,
                ContextWindow = 2,
                Vocabularies = new Dictionary<string, int> { ["tokens"] = 3, ["labels"] = 4 },
            },
            Text = new TextConfiguration
            {
                Format = CorpusFormat.Conllu,
                Column = ConlluColumn.Xpos,
                TokenColumn = 2,
                LabelColumn = 4,
                Scheme = LabelScheme.Iobes,
                OutputScheme = LabelScheme.Iob1,
                Score = ScoreKind.Spans,
                Features = "upos xpos",
                WordShape = true,
                Affixes = 3,
                Lowercase = true,
                DigitsToZero = true,
                LowercaseTarget = true,
                MinCount = 2,
                MaxVocab = 50,
            },
            Training = new TrainingConfiguration
            {
                Optimizer = OptimizerKind.Adamw,
                LearningRate = 0.1 + 0.2,
                Schedule = ScheduleKind.InverseSqrt,
                Warmup = 11,
                ClipNorm = null,
                ClipValue = 15,
                WeightDecay = 1e-9,
                Ema = 0.999,
                Bptt = 35,
                Epochs = 3,
                BatchSize = 5,
                BatchTokens = 600,
                Patience = 2,
                EvaluateEvery = 70,
                Pretrained = "glove.txt",
                FreezeEmbeddings = true,
                Seed = long.MaxValue,
                Threads = 2,
            },
        };
        string text = Written(configuration);
        ModelConfiguration read = Read(text);
        Assert.Equal(text, Written(read));
        Assert.Equal(configuration.Training, read.Training);
        Assert.Equal(configuration.Text, read.Text);
        Assert.Equal(configuration.Architecture.CellOptions, read.Architecture.CellOptions);
        Assert.Equal(0.1 + 0.2, read.Training.LearningRate);
        Assert.Contains("\"task\": \"translate\"", text, StringComparison.Ordinal);
        Assert.Contains("\"schedule\": \"inverse-sqrt\"", text, StringComparison.Ordinal);
        Assert.Contains("\"optimizer\": \"adamw\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "target", "Hof 7")]
    [InlineData(true, "target", "hof 7")]
    [InlineData(null, "target", "hof 0")]
    [InlineData(false, "source", "hof 0")]
    public void A_target_is_normalised_by_its_own_option_or_in_older_files_like_the_source(bool? lowercaseTarget, string side, string expected)
    {
        string written = Written(new ModelConfiguration
        {
            Task = ModelTask.Translate,
            Text = new TextConfiguration { Lowercase = true, DigitsToZero = true, LowercaseTarget = lowercaseTarget },
        });
        Assert.Equal(lowercaseTarget is not null, written.Contains("\"lowercase_target\"", StringComparison.Ordinal));
        TextConfiguration text = Read(written).Text;
        Assert.Equal(expected, (side == "target" ? text.TargetNormalizer() : text.Normalizer()).Apply("Hof 7"));
    }

    [Fact]
    public void An_encoder_has_the_decoders_layers_where_the_file_does_not_say_how_many()
    {
        string deep = Written(Translator(encoderLayers: 3)), plain = Written(Translator(encoderLayers: null));
        Assert.Contains("\"encoder_layers\": 3", deep, StringComparison.Ordinal);
        Assert.DoesNotContain("encoder_layers", plain, StringComparison.Ordinal);
        Assert.Equal(3, Read(deep).Architecture.Translator!.EncoderLayers);
        Assert.Null(Read(plain).Architecture.Translator!.EncoderLayers);

        static ModelConfiguration Translator(int? encoderLayers) => new()
        {
            Task = ModelTask.Translate,
            Architecture = new ArchitectureConfiguration { Translator = new TranslatorConfiguration { EncoderLayers = encoderLayers } },
        };
    }

    [Theory]
    [InlineData(3, 1, "3 heads do not divide the 256 columns of the encoder's outputs")]
    [InlineData(-1, 1, "expected a whole number of at least 0, found -1")]
    [InlineData(8, 0, "8 heads do not divide the 100 columns of the encoder's outputs")]
    public void Heads_of_self_attention_must_divide_the_outputs(int heads, int layers, string message)
    {
        string wrong = Defaults.Replace("\"self_attention\": 0", $"\"self_attention\": {heads}", StringComparison.Ordinal)
            .Replace("\"layers\": 1", $"\"layers\": {layers}", StringComparison.Ordinal);
        Assert.EndsWith($"architecture.self_attention: {message}", Assert.Throws<InputException>(() => Read(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_layers_the_heads_must_divide_the_embeddings_with_the_features()
    {
        string two = Defaults.Replace("\"self_attention\": 0", "\"self_attention\": 2", StringComparison.Ordinal)
            .Replace("\"layers\": 1", "\"layers\": 0", StringComparison.Ordinal)
            .Replace("\"features\": \"\"", "\"features\": \"2\"", StringComparison.Ordinal);
        Assert.EndsWith(
            "architecture.self_attention: 2 heads do not divide the 115 columns of the encoder's outputs",
            Assert.Throws<InputException>(() => Read(two)).Message, StringComparison.Ordinal);
        Assert.Equal(5, Read(two.Replace("\"self_attention\": 2", "\"self_attention\": 5", StringComparison.Ordinal)).Architecture.SelfAttention);

        // A shape, two prefixes and two suffixes of 15 columns each, and two neighbours.
        string more = two.Replace("\"features\": \"2\"", "\"features\": \"\", \"word_shape\": true, \"affixes\": 2", StringComparison.Ordinal)
            .Replace("\"layers\": 0", "\"layers\": 0, \"context_window\": 1", StringComparison.Ordinal);
        Assert.EndsWith(
            "do not divide the 525 columns of the encoder's outputs", Assert.Throws<InputException>(() => Read(more)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"features\": \"\"", "\"affixes\": 6", "text.affixes: expected a whole number from 0 to 5, found 6")]
    [InlineData("\"features\": \"\"", "\"word_shape\": 1", "text.word_shape: expected true or false, found 1")]
    [InlineData("\"layers\": 1", "\"context_window\": 33", "architecture.context_window: expected a whole number from 0 to 32, found 33")]
    public void The_options_of_features_may_be_missing_and_are_checked(string before, string added, string message)
    {
        string wrong = Defaults.Replace(before, $"{before}, {added}", StringComparison.Ordinal);
        Assert.EndsWith(message, Assert.Throws<InputException>(() => Read(wrong)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tdnn", 25, 25, "architecture.char_cell: expected one of none, lstm, gru, elman, cnn, lstm-attention, found \"tdnn\"")]
    [InlineData("gru", 0, 25, "architecture.char_hidden: expected a whole number of at least 1, found 0")]
    [InlineData("cnn", 25, 0, "architecture.char_embedding: expected a whole number of at least 1, found 0")]
    public void The_options_of_characters_are_checked(string cell, int hidden, int embedding, string message)
    {
        string wrong = Defaults
            .Replace("\"char_cell\": \"none\"", $"\"char_cell\": \"{cell}\"", StringComparison.Ordinal)
            .Replace("\"char_hidden\": 25", $"\"char_hidden\": {hidden}", StringComparison.Ordinal)
            .Replace("\"char_embedding\": 25", $"\"char_embedding\": {embedding}", StringComparison.Ordinal);
        Assert.EndsWith(message, Assert.Throws<InputException>(() => Read(wrong)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, "sgd")]
    [InlineData(OptimizerKind.Momentum, "momentum")]
    [InlineData(OptimizerKind.Adagrad, "adagrad")]
    [InlineData(OptimizerKind.Rmsprop, "rmsprop")]
    [InlineData(OptimizerKind.Adam, "adam")]
    [InlineData(OptimizerKind.Adamw, "adamw")]
    public void An_optimizer_is_spelled_as_on_the_command_line(OptimizerKind optimizer, string name) =>
        Assert.Equal(optimizer, Read(Defaults.Replace("\"adam\"", $"\"{name}\"", StringComparison.Ordinal)).Training.Optimizer);

    [Theory]
    [InlineData("\"format_version\": 1", "\"format_version\": 2", "format_version: this rnnctl reads version 1, found 2")]
    [InlineData("\"format_version\": 1", "\"format_version\": \"1\"", "format_version: this rnnctl reads version 1, found \"1\"")]
    [InlineData("\"format_version\": 1,", "", "the key format_version is missing")]
    [InlineData("\"cell\": \"lstm\",", "", "the key architecture.cell is missing")]
    [InlineData("\"patience\": 5,", "", "the key training.patience is missing")]
    [InlineData("\"cell\": \"lstm\"", "\"cell\": null", "architecture.cell: expected a string, found null")]
    [InlineData("\"cell\": \"lstm\"", "\"cel\": \"lstm\"", "unknown key 'architecture.cel': the file was written by rnnctl 0.1.0, and this is 0.1.0")]
    [InlineData("\"hidden\": 128", "\"hidden\": \"many\"", "architecture.hidden: expected a whole number, found \"many\"")]
    [InlineData("\"hidden\": 128", "\"hidden\": 1.5", "architecture.hidden: expected a whole number, found 1.5")]
    [InlineData("\"hidden\": 128", "\"hidden\": 3000000000", "architecture.hidden: expected a whole number, found 3000000000")]
    [InlineData("\"hidden\": 128", "\"hidden\": 0", "architecture.hidden: expected a whole number of at least 1, found 0")]
    [InlineData("\"layers\": 1", "\"layers\": 9999", "architecture.layers: expected a whole number from 0 to 256, found 9999")]
    [InlineData("\"bidirectional\": true", "\"bidirectional\": 1", "architecture.bidirectional: expected true or false, found 1")]
    [InlineData("\"crf\": false", "\"crf\": 0", "architecture.crf: expected true or false, found 0")]
    [InlineData("\"peephole\": null", "\"peephole\": \"whole\"", "architecture.cell_options.peephole: expected one of diagonal, full, found \"whole\"")]
    [InlineData("\"window\": null", "\"projection\": 1.5, \"window\": null",
        "architecture.cell_options.projection: expected a whole number, found 1.5")]
    [InlineData("\"window\": null", "\"cell_clip\": -3, \"window\": null",
        "architecture.cell_options.cell_clip: expected a number of at least 0, found -3")]
    [InlineData("\"window\": null", "\"window\": 0", "architecture.cell_options.window: expected a whole number of at least 1, found 0")]
    [InlineData("\"dilation\": null", "\"dilation\": 1.5", "architecture.cell_options.dilation: expected a whole number, found 1.5")]
    [InlineData("\"dilation\": null", "\"dilatation\": null",
        "unknown key 'architecture.cell_options.dilatation': the file was written by rnnctl 0.1.0, and this is 0.1.0")]
    [InlineData("\"dropout\": 0.3", "\"dropout\": 1", "architecture.dropout: expected a number of at least 0 and below 1, found 1")]
    [InlineData("\"dropout\": 0.3", "\"dropout\": 1e999", "architecture.dropout: expected a number, found 1e999")]
    [InlineData("\"zoneout\": 0", "\"zoneout\": 1", "architecture.zoneout: expected a number of at least 0 and below 1, found 1")]
    [InlineData("\"residual\": false", "\"residual\": true", "architecture.residual: there is no second layer")]
    [InlineData("\"tokens\": 943", "\"tokens\": -1", "architecture.vocabularies.tokens: expected a whole number of at least 1, found -1")]
    [InlineData("\"tokens\": 943", "\"tokens\": []", "architecture.vocabularies.tokens: expected a whole number, found []")]
    [InlineData("\"task\": \"tag\"", "\"task\": \"Tag\"", "task: expected one of tag, translate, lm, found \"Tag\"")]
    [InlineData("\"task\": \"tag\"", "\"task\": 0", "task: expected one of tag, translate, lm, found 0")]
    [InlineData("\"schedule\": \"constant\"", "\"schedule\": \"linear\"",
        "training.schedule: expected one of constant, step, plateau, cosine, inverse-sqrt, found \"linear\"")]
    [InlineData("\"learning_rate\": 0.001", "\"learning_rate\": 0", "training.learning_rate: expected a number above 0, found 0")]
    [InlineData("\"clip_norm\": 5", "\"clip_norm\": -5", "training.clip_norm: expected a number above 0, found -5")]
    [InlineData("\"batch_tokens\": null", "\"batch_tokens\": 0", "training.batch_tokens: expected a whole number of at least 1, found 0")]
    [InlineData("\"seed\": 1", "\"seed\": null", "training.seed: expected a whole number, found null")]
    [InlineData("\"features\": \"\"", "\"score\": \"bleu\", \"features\": \"\"", "text.score: expected one of spans, accuracy, found \"bleu\"")]
    public void A_wrong_key_or_value_is_named(string correct, string wrong, string message)
    {
        Assert.Contains(correct, Defaults, StringComparison.Ordinal);
        InputException refusal = Assert.Throws<InputException>(() => Read(Defaults.Replace(correct, wrong, StringComparison.Ordinal)));
        Assert.Equal($"{_directory["config.json"]}: {message}", refusal.Message);
    }

    [Fact]
    public void A_file_that_lacks_any_key_is_refused()
    {
        string[] lines = Defaults.Split('\n');
        int[] keys = [.. Enumerable.Range(0, lines.Length).Where(number => lines[number].Contains("\": ") && !lines[number].EndsWith('{'))];
        Assert.True(keys.Length > 50);
        foreach (int number in keys)
        {
            string key = lines[number].Trim().Split('"')[1];
            if (key is "tokens") continue; // The name of a vocabulary, of which a file may have any.
            string without = string.Join('\n', lines.Where((_, other) => other != number));
            string valid = Regex.Replace(without, @",(\s*\})", "$1");
            Assert.Matches($"the key ([a-z_]+\\.)*{key} is missing", Assert.Throws<InputException>(() => Read(valid)).Message);
        }
    }

    [Theory]
    [InlineData("\"zoneout\": 0", "\"zone_out\": 0", "unknown key 'architecture.zone_out': the file was written by rnnctl 0.2.0, and this is 0.1.0")]
    [InlineData("\"zoneout\": 0,", "", "the key architecture.zoneout is missing: the file was written by rnnctl 0.2.0, and this is 0.1.0")]
    public void Keys_of_another_version_are_refused_with_the_version_that_wrote_the_file(string correct, string wrong, string message)
    {
        string other = Defaults.Replace("\"0.1.0\"", "\"0.2.0\"", StringComparison.Ordinal).Replace(correct, wrong, StringComparison.Ordinal);
        Assert.Equal($"{_directory["config.json"]}: {message}", Assert.Throws<InputException>(() => Read(other)).Message);
    }

    private static string Written(ModelConfiguration configuration)
    {
        using var stream = new MemoryStream();
        configuration.Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private ModelConfiguration Read(string text)
    {
        File.WriteAllText(_directory["config.json"], text);
        return Read(File.OpenRead(_directory["config.json"]));
    }

    private ModelConfiguration Read(FileStream stream)
    {
        using (stream) return ModelConfiguration.Read(_directory["config.json"], stream);
    }
}
