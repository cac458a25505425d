using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Translators;
using Rnnctl.Options;
using Rnnctl.Text.Corpora;
using Rnnctl.Verbs.Bench;
using Rnnctl.Verbs.Eval;
using Rnnctl.Verbs.Gradcheck;
using Rnnctl.Verbs.Tag;
using Rnnctl.Verbs.Train;
using Rnnctl.Verbs.Translate;


namespace Rnnctl.Tests.Verbs;

/// <summary>What the verbs make of the command line; the defaults are the tool's contract.</summary>
public class RequestTests
{
    private readonly InProcessTool _tool = new();

    [Fact]
    public void Train_has_the_documented_defaults()
    {
        TrainRequest request = Train("train", "--train", "a", "--output", "b");
        Assert.Equal(["a"], request.Train);
        Assert.Empty(request.Valid);
        Assert.Equal(new ComputeSettings(new DeviceName(DeviceKind.Auto, 0), Environment.ProcessorCount, null), request.Compute);
        Assert.False(request.Resume || request.Overwrite || request.Json);

        ModelConfiguration configuration = request.Configure(new ModelConfiguration());
        Assert.Equal(ModelTask.Tag, configuration.Task);
        ArchitectureConfiguration architecture = configuration.Architecture;
        Assert.Equal(("lstm", 128, 1, true), (architecture.Cell, architecture.Hidden, architecture.Layers, architecture.Bidirectional));
        Assert.Equal((100, 0.3, false), (architecture.Embedding, architecture.Dropout, architecture.Crf));
        Assert.Equal((LayerVariant.Plain, 0), (architecture.LayerVariant(), architecture.SelfAttention));
        TrainingConfiguration training = configuration.Training;
        Assert.Equal((OptimizerKind.Adam, 0.001), (training.Optimizer, training.LearningRate));
        Assert.Equal((ScheduleKind.Constant, 0), (training.Schedule, training.Warmup));
        Assert.Equal((5.0, null, 0.0, 0), (training.ClipNorm, training.ClipValue, training.WeightDecay, training.Bptt));
        Assert.Equal((20, 32, null), (training.Epochs, training.BatchSize, training.BatchTokens));
        Assert.Equal((5, null), (training.Patience, training.EvaluateEvery));
        Assert.Equal((1L, Environment.ProcessorCount), (training.Seed, training.Threads));
        TextConfiguration text = configuration.Text;
        Assert.Equal(new CorpusLayout(), text.Layout());
        Assert.Equal((1, null, false, false), (text.MinCount, text.MaxVocab, text.Lowercase, text.DigitsToZero));
    }

    [Fact]
    public void A_resumed_run_keeps_every_option_that_the_user_does_not_give()
    {
        var before = new ModelConfiguration
        {
            Architecture = new ArchitectureConfiguration
            {
                Cell = "gru",
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
                SelfAttention = 2,
            },
            Text = new TextConfiguration { MinCount = 2, MaxVocab = 50, Lowercase = true, DigitsToZero = true },
            Training = new TrainingConfiguration
            {
                Optimizer = OptimizerKind.Sgd,
                LearningRate = 0.5,
                Schedule = ScheduleKind.Step,
                Warmup = 3,
                ClipNorm = null,
                ClipValue = 15,
                WeightDecay = 0.1,
                Bptt = 4,
                Epochs = 9,
                BatchTokens = 100,
                Patience = 2,
                EvaluateEvery = 6,
                Seed = 8,
                Threads = Environment.ProcessorCount,
            },
        };
        Assert.Equal(before, Train("train", "--train", "a", "--output", "b").Configure(before));
        ModelConfiguration longer = Train("train", "--train", "a", "--output", "b", "--epochs", "12").Configure(before);
        Assert.Equal(before with { Training = before.Training with { Epochs = 12 } }, longer);
    }

    public static TheoryData<string> OptionsOfConfiguration => [.. ConfigurationOptions.All.Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(OptionsOfConfiguration))]
    public void A_typed_option_of_train_reaches_the_configuration(string name)
    {
        ConfigurationOption option = ConfigurationOptions.All.Single(option => option.Name == name);
        ModelTask task = option.OnlyFor ?? ModelTask.Tag;
        ModelConfiguration defaults = ModelConfiguration.DefaultsOf(task);
        string? value = option.Values.Kind switch
        {
            OptionKind.Flag => null,
            OptionKind.WholeNumber => "3",
            OptionKind.RealNumber => "0.25",
            OptionKind.Choice => OptionText.Of(option.Values.Choices.First(choice => !choice.Equals(option.Get(defaults)))),
            OptionKind.Text => name == "--char-filters" ? "2:3" : "sampled:3",
            _ => "2",
        };

        // Options that need another one, or another cell, to be of any use.
        string[] needed = name switch
        {
            "--char-hidden" or "--char-embedding" => ["--char-cell", "gru"],
            "--char-filters" => ["--char-cell", "cnn"],
            "--char-activation" or "--highway" => ["--char-cell", "cnn", "--char-filters", "1:4"],
            "--feature-embedding" => ["--features", "2"],
            "--fine-tune" => ["--contextual", "lm"],
            _ when name.StartsWith("--contextual-", StringComparison.Ordinal) => ["--contextual", "lm"],
            "--activation" => ["--cell", "elman"],
            "--peephole" => ["--cell", "lstm-peephole"],
            "--window" or "--dilation" => ["--cell", "tdnn"],
            "--projection-clip" => ["--projection", "4"],
            "--teacher-weight" => ["--teacher", "a"],
            "--metric" or "--valid-beam" => ["--valid", "a"],
            _ => [],
        };
        string[] words =
            ["train", "--task", OptionText.Of(task), "--train", "a", "--output", "b", .. needed, name, .. value is null ? (string[])[] : [value]];
        object? reached = option.Get(Train(words).Configure(defaults));
        Assert.Equal(value ?? "True", OptionText.Of(reached));
    }

    [Fact]
    public void Train_takes_two_parallel_files_after_one_option()
    {
        TrainRequest request = Train("train", "--train", "seq.in", "seq.out", "--valid", "v.in", "v.out", "--output", "b");
        Assert.Equal(["seq.in", "seq.out"], request.Train);
        Assert.Equal(["v.in", "v.out"], request.Valid);
    }

    [Fact]
    public void A_flag_with_no_before_it_turns_an_option_off() => Assert.False(
        Train("train", "--train", "a", "--output", "b", "--no-bidirectional").Configure(new ModelConfiguration()).Architecture.Bidirectional);

    [Fact]
    public void A_norm_of_zero_means_no_limit()
    {
        TrainRequest request = Train("train", "--train", "a", "--output", "b", "--clip-norm", "0");
        Assert.Null(request.Configure(new ModelConfiguration()).Training.ClipNorm);
    }

    [Fact]
    public void A_batch_size_replaces_a_number_of_tokens()
    {
        var before = new ModelConfiguration { Training = new TrainingConfiguration { BatchTokens = 100 } };
        TrainingConfiguration training = Train("train", "--train", "a", "--output", "b", "--batch-size", "8").Configure(before).Training;
        Assert.Equal((8, null), (training.BatchSize, training.BatchTokens));
    }

    [Fact]
    public void Columns_count_from_one_on_the_command_line_and_from_zero_inside()
    {
        TrainRequest request = Train("train", "--train", "a", "--output", "b", "--token-column", "2", "--label-column", "4");
        CorpusLayout layout = request.Configure(new ModelConfiguration()).Text.Layout();
        Assert.Equal((1, 3), (layout.TokenColumn, layout.LabelColumn));
    }

    [Theory]
    [InlineData("auto", DeviceKind.Auto, 0)]
    [InlineData("cpu", DeviceKind.Cpu, 0)]
    [InlineData("cuda", DeviceKind.Cuda, 0)]
    [InlineData("cuda:2", DeviceKind.Cuda, 2)]
    [InlineData("opencl:1", DeviceKind.Opencl, 1)]
    [InlineData("ilgpu-cpu", DeviceKind.IlgpuCpu, 0)]
    public void A_device_is_a_kind_and_a_number(string text, object kind, int index)
    {
        TrainRequest request = Train("train", "--train", "a", "--output", "b", "--device", text);
        Assert.Equal(new DeviceName((DeviceKind)kind, index), request.Compute.Device);
    }

    [Fact]
    public void Tag_does_not_take_a_path_for_a_flags_value()
    {
        TagRequest request = _tool.Read<TagVerb, TagRequest>(
            (verb, parsed) => verb.Read(parsed), "tag", "--probabilities", "model", "@a", "b");
        Assert.True(request.Probabilities);
        Assert.Equal("model", request.Model);
        Assert.Equal(["@a", "b"], request.Files);
        Assert.Equal(TagOutputFormat.Tsv, request.OutputFormat);
        Assert.Null(request.NBest);
    }

    [Fact]
    public void Eval_takes_a_model_and_files()
    {
        EvalRequest request = _tool.Read<EvalVerb, EvalRequest>(
            (verb, parsed) => verb.Read(parsed),
            "eval", "model", "a", "b", "--confusion", "--json", "--predictions", "p", "--format", "conllu");
        Assert.Equal("model", request.Model);
        Assert.Equal(["a", "b"], request.Files);
        Assert.True(request.Confusion && request.Json);
        Assert.Equal("p", request.Predictions);
        Assert.Equal(new CorpusLayout(CorpusFormat.Conllu), request.Corpus.Over(new ModelConfiguration()));
    }

    [Fact]
    public void Translate_has_the_documented_defaults()
    {
        TranslateRequest request = _tool.Read<TranslateVerb, TranslateRequest>((verb, parsed) => verb.Read(parsed), "translate", "model");
        Assert.Equal(new BeamSettings(Beam: 5, LengthPenalty: 1, MaxLength: 200), request.Beam);
        Assert.Equal((32, null, null, null), (request.BatchSize, request.NBest, request.Sampling, request.AttentionPictures));
        Assert.False(request.Alignments || request.ReplaceUnknown || request.Json);
        Assert.Empty(request.Files);
        Assert.Empty(request.Ensemble);
    }

    [Fact]
    public void Translate_samples_with_the_given_settings()
    {
        TranslateRequest request = _tool.Read<TranslateVerb, TranslateRequest>(
            (verb, parsed) => verb.Read(parsed),
            "translate", "model", "a", "b", "--sample", "--temperature", "0.5", "--top-k", "4", "--top-p", "0.9", "--seed", "8", "--nbest", "7");
        Assert.Equal(new SamplingOptions(0.5, 4, 0.9, 8), request.Sampling);
        Assert.Equal(7, request.Search.Beam);
        Assert.Equal(["a", "b"], request.Files);
    }

    [Fact]
    public void Gradcheck_has_the_documented_defaults()
    {
        GradcheckRequest request = _tool.Read<GradcheckVerb, GradcheckRequest>((verb, parsed) => verb.Read(parsed), "gradcheck");
        Assert.Equal(CellCatalog.Names, request.Cells.Select(cell => cell.Title));
        Assert.Equal(1e-5, request.Epsilon);
        Assert.Null(request.Tolerance);
        Assert.Empty(request.Described);
        Assert.False(request.All);
        Assert.False(request.Exhaustive);
    }

    [Fact]
    public void Bench_measures_every_cell_by_default()
    {
        BenchRequest request = _tool.Read<BenchVerb, BenchRequest>((verb, parsed) => verb.Read(parsed), "bench", "--hidden", "64", "128");
        Assert.Equal(CellCatalog.Names, request.Cells.Select(cell => cell.Title));
        Assert.Equal([64, 128], request.Hidden);
        Assert.Equal(BenchMode.Both, request.Mode);
        Assert.Equal(1, request.Seconds);
    }

    [Fact]
    public void Bench_of_language_models_measures_the_medium_model_of_Zaremba_by_default()
    {
        LanguageModelBenchRequest request = _tool.Read<BenchVerb, LanguageModelBenchRequest>(
            (verb, parsed) => verb.ReadLanguageModels(parsed), "bench", "--task", "lm");
        Assert.Equal("lstm", Assert.Single(request.Cells).Title);
        Assert.Equal((650, 20, 35), (Assert.Single(request.Hidden), Assert.Single(request.Batch), Assert.Single(request.Steps)));
        Assert.Equal((2, 10_000), (request.Model.Architecture.Layers, request.Vocabulary));
        Assert.Equal(LanguageModelDirection.Forward, request.Model.Architecture.LanguageModel!.Direction);
    }

    [Fact]
    public void Gradcheck_of_language_models_checks_every_recurrent_cell_with_the_options_that_are_given()
    {
        GradcheckRequest request = _tool.Read<GradcheckVerb, GradcheckRequest>(
            (verb, parsed) => verb.Read(parsed), "gradcheck", "--task", "lm", "--direction", "backward", "--layers", "2");
        Assert.Equal(CellCatalog.All.Where(cell => cell.IsRecurrent).Select(cell => cell.Name), request.Described.Select(one => one.Cell));
        Assert.All(request.Described, one => Assert.Equal((2, LanguageModelDirection.Backward), (one.Layers, one.LanguageModel!.Direction)));
    }

    [Fact]
    public void Gradcheck_of_all_checks_every_value_of_every_option()
    {
        GradcheckRequest request = _tool.Read<GradcheckVerb, GradcheckRequest>((verb, parsed) => verb.Read(parsed), "gradcheck", "--all");
        Assert.Equal(CellCatalog.Variants, request.Cells);
    }

    [Fact]
    public void A_translator_has_the_documented_defaults()
    {
        TrainRequest request = Train("train", "--task", "translate", "--train", "a", "b", "--output", "c", "--cell", "gru");
        ModelConfiguration configuration = request.Configure(new ModelConfiguration { Task = ModelTask.Translate });
        var expected = new TranslatorConfiguration { DecoderCell = "gru" };
        Assert.Equal(expected, configuration.Architecture.Translator);
        Assert.Equal((AttentionKind.Dot, AttentionQuery.Current, 1, false), (
            expected.Attention, expected.AttentionQuery, expected.AttentionHeads, expected.InputFeeding));
        Assert.Equal((0.0, 0.0), (configuration.Training.LabelSmoothing, configuration.Training.ScheduledSampling));
    }

    [Theory]
    [InlineData("--attention none", ContextUse.Initial, InitialStateKind.Copy)]
    [InlineData("--attention none --context-use every-step", ContextUse.EveryStep, InitialStateKind.Zero)]
    [InlineData("--attention none --context-use every-step --initial-state copy", ContextUse.EveryStep, InitialStateKind.Copy)]
    [InlineData("--attention none --initial-state backward", ContextUse.None, InitialStateKind.Backward)]
    [InlineData("--attention additive", ContextUse.None, InitialStateKind.Copy)]
    public void A_decoders_context_use_and_initial_state_follow_from_the_given_options(string words, ContextUse use, InitialStateKind state)
    {
        TrainRequest request = Train(["train", "--task", "translate", "--train", "a", "b", "--output", "c", .. words.Split(' ')]);
        TranslatorConfiguration translator = request.Configure(new ModelConfiguration { Task = ModelTask.Translate }).Architecture.Translator!;
        Assert.Equal((use, state), (translator.ContextUse, translator.InitialState));
    }

    [Fact]
    public void Options_of_a_cell_reach_gradcheck_bench_and_train()
    {
        string[] words = ["--cell", "lstm", "--cell-activation", "identity", "--projection", "4", "--cell-clip", "3"];
        GradcheckRequest check = _tool.Read<GradcheckVerb, GradcheckRequest>((verb, parsed) => verb.Read(parsed), ["gradcheck", .. words]);
        BenchRequest bench = _tool.Read<BenchVerb, BenchRequest>((verb, parsed) => verb.Read(parsed), ["bench", .. words]);
        Assert.Equal("lstm (cell-activation identity, projection 4, cell-clip 3)", Assert.Single(check.Cells).Title);
        Assert.Equal("lstm (cell-activation identity, projection 4, cell-clip 3)", Assert.Single(bench.Cells).Title);

        var expected = new CellSettings
        {
            CellActivation = ActivationKind.Identity,
            OutputActivation = ActivationKind.Tanh,
            Projection = 4,
            CellClip = 3,
            ProjectionClip = 0,
        };
        TrainRequest train = Train(["train", "--train", "a", "--output", "b", .. words]);
        Assert.Equal(expected, train.Configure(new ModelConfiguration()).Architecture.CellOptions);
        GradcheckRequest described = _tool.Read<GradcheckVerb, GradcheckRequest>(
            (verb, parsed) => verb.Read(parsed), ["gradcheck", "--layers", "2", .. words]);
        Assert.Equal(expected, Assert.Single(described.Described).CellOptions);
    }

    [Fact]
    public void A_resumed_run_keeps_its_cells_options()
    {
        var options = new CellSettings { Window = 5, Dilation = 2 };
        var before = new ModelConfiguration { Architecture = new ArchitectureConfiguration { Cell = "tdnn", CellOptions = options } };
        string[] words = ["train", "--train", "a", "--output", "b", "--resume"];
        Assert.Equal(options, Train(words).Configure(before).Architecture.CellOptions);
        Assert.Equal(options with { Window = 3 }, Train([.. words, "--window", "3"]).Configure(before).Architecture.CellOptions);
        Assert.Equal(CellSettings.None, Train([.. words, "--cell", "gru"]).Configure(before).Architecture.CellOptions);
    }

    [Fact]
    public void Quiet_reaches_the_console_before_the_verb_runs()
    {
        _tool.Run("devices", "--quiet");
        Assert.True(_tool.Console.Quiet);
    }

    private TrainRequest Train(params string[] words) => _tool.Read<TrainVerb, TrainRequest>((verb, parsed) => verb.Read(parsed), words);
}
