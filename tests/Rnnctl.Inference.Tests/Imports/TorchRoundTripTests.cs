using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Exports;
using Rnnctl.Inference.Imports;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Translators;

namespace Rnnctl.Inference.Tests.Imports;

/// <summary>What <c>export --format torch</c> writes, <c>import torch</c> reads back as the model that it was.</summary>
public sealed class TorchRoundTripTests : IDisposable
{
    private static readonly Dictionary<string, ArchitectureConfiguration> Taggers = new()
    {
        ["lstm"] = RandomModel.Tagger,
        ["gru of two layers, forward"] = RandomModel.Tagger with { Cell = "gru", Layers = 2, Bidirectional = false },
        ["elman with a field"] = RandomModel.Tagger with { Cell = "elman", Crf = true },
        ["peepholes"] = RandomModel.Tagger with { Cell = "lstm-peephole" },
        ["peephole matrices"] = RandomModel.Tagger with { Cell = "lstm-peephole", CellOptions = CellSettings.None with { Peephole = PeepholeKind.Full } },
        ["projection"] = RandomModel.Tagger with { CellOptions = CellSettings.None with { Projection = 2 }, Layers = 2 },
        ["initial state and layer norm"] = RandomModel.Tagger with { LearnInitialState = true, LayerNorm = true },
        ["self-attention"] = RandomModel.Tagger with { SelfAttention = 1 },
        ["characters by lstm"] = RandomModel.Tagger with { CharCell = CharacterCell.Lstm, CharHidden = 2, CharEmbedding = 3 },
        ["characters by gru"] = RandomModel.Tagger with { CharCell = CharacterCell.Gru, CharHidden = 2, CharEmbedding = 3 },
        ["characters by cnn"] = RandomModel.Tagger with { CharCell = CharacterCell.Cnn, CharHidden = 2, CharEmbedding = 3 },
        ["characters by filters"] = RandomModel.Tagger with
        {
            CharCell = CharacterCell.Cnn,
            CharEmbedding = 3,
            CharConvolution = new CharConvolutionConfiguration { Filters = "1:2,3:4", Highway = 2 },
        },
    };

    private static readonly Dictionary<string, ArchitectureConfiguration> LanguageModels = new()
    {
        ["both"] = RandomModel.LanguageModel,
        ["forward"] = LanguageModel(LanguageModelDirection.Forward, tied: false) with { Layers = 2 },
        ["backward, tied"] = LanguageModel(LanguageModelDirection.Backward, tied: true) with { Embedding = 3 },
    };

    private static readonly Dictionary<string, ArchitectureConfiguration> Translators = new()
    {
        ["dot"] = RandomModel.Translator,
        ["general, forward, two layers of gru"] =
            Translator(new() { Attention = AttentionKind.General, DecoderCell = "gru" }) with { Cell = "gru", Bidirectional = false, Layers = 2 },
        ["additive"] = Translator(new() { Attention = AttentionKind.Additive }),
        ["scaled dot"] = Translator(new() { Attention = AttentionKind.ScaledDot }),
        ["without attention"] = Translator(new() { Attention = AttentionKind.None, ContextUse = ContextUse.Initial }),
        ["context at every step"] = Translator(new()
        {
            Attention = AttentionKind.None,
            ContextUse = ContextUse.EveryStep,
            Context = ContextKind.Transform,
            InitialState = InitialStateKind.Zero,
        }),
        ["backward state"] = Translator(new() { Attention = AttentionKind.Dot, InitialState = InitialStateKind.Backward }),
        ["tied"] = Translator(new() { TieEmbeddings = true }) with { Embedding = 4 },
        ["deeper encoder"] = Translator(new() { EncoderLayers = 3 }) with { Layers = 2 },
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> TaggerNames => [.. Taggers.Keys];

    public static TheoryData<string> LanguageModelNames => [.. LanguageModels.Keys];

    public static TheoryData<string> TranslatorNames => [.. Translators.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(TaggerNames))]
    public void Tagger_comes_back(string name)
    {
        var symbols = new Dictionary<string, IReadOnlyList<string>>(RandomModel.TaggerSymbols);
        if (Taggers[name].CharCell != CharacterCell.None) symbols["characters"] = ["<unk>", "a", "b"];
        RequireSame(ModelTask.Tag, Taggers[name], symbols);
    }

    [Theory]
    [MemberData(nameof(LanguageModelNames))]
    public void Language_model_comes_back(string name) => RequireSame(ModelTask.Lm, LanguageModels[name], RandomModel.LanguageModelSymbols);

    [Theory]
    [MemberData(nameof(TranslatorNames))]
    public void Translator_comes_back(string name) => RequireSame(ModelTask.Translate, Translators[name], RandomModel.TranslatorSymbols);

    [Fact]
    public void Translator_with_a_joint_vocabulary_comes_back()
    {
        var symbols = new Dictionary<string, IReadOnlyList<string>>
        {
            ["source"] = RandomModel.TranslatorSymbols["source"],
            ["target"] = RandomModel.TranslatorSymbols["source"],
        };
        RequireSame(ModelTask.Translate, Translator(new() { JointVocabulary = true }), symbols);
    }

    private static ArchitectureConfiguration LanguageModel(LanguageModelDirection direction, bool tied) =>
        RandomModel.LanguageModel with { LanguageModel = new LanguageModelConfiguration { Direction = direction, TieEmbeddings = tied } };

    private static ArchitectureConfiguration Translator(TranslatorConfiguration options) => RandomModel.Translator with { Translator = options };

    private void RequireSame(ModelTask task, ArchitectureConfiguration architecture, IReadOnlyDictionary<string, IReadOnlyList<string>> symbols)
    {
        Dictionary<string, float[]> weights = RandomModel.Write(_folder["model"], task, architecture, symbols, seed: 5);
        string file = _folder["weights.safetensors"];
        ModelConfiguration before;
        using (ModelDirectory model = ModelDirectory.Open(_folder["model"]))
        using (FileStream stream = File.Create(file))
        {
            before = model.Configuration;
            Assert.Single(TorchExport.FilesOf(model, "weights.safetensors")).Write(stream);
        }

        TorchFiles files = new(file, symbols.Keys.ToDictionary(name => name, name => Path.Combine(_folder["model"], "vocab", name + ".txt")));
        TorchImport.Run(files, task, one => one, _folder["copy"]);
        Dictionary<string, float[]> copy = RandomModel.Read(_folder["copy"]);
        Assert.Equal(weights.Keys.Order(), copy.Keys.Order());
        foreach ((string name, float[] values) in weights) Assert.Equal(values, copy[name]);
        using ModelDirectory after = ModelDirectory.Open(_folder["copy"]);
        CellSettings complete = CellCatalog.Create(architecture.Cell, architecture.CellOptions).Options;
        ModelConfiguration expected = before with { Architecture = before.Architecture with { CellOptions = complete } };
        Assert.Equal(Relevant(expected), Relevant(after.Configuration));
    }

    /// <summary>The architecture as JSON, without the sizes of characters where none are read.</summary>
    private static string Relevant(ModelConfiguration configuration) => (configuration with
    {
        Architecture = configuration.Architecture.CharCell == CharacterCell.None || configuration.Architecture.CharConvolution is not null
            ? configuration.Architecture with { CharHidden = 1, CharEmbedding = 1 }
            : configuration.Architecture,
    }).ToJson()["architecture"]!.ToJsonString();
}
