using System.Text.Json;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Files;
using Rnnctl.Models.Characters;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Imports;

/// <summary>The published <c>options.json</c> of an ELMo (Peters et al. 2018). Keys that say how it was trained are ignored.</summary>
internal sealed class ElmoOptions
{
    private const int LongestFile = 1 << 20;

    // The published programs count the symbol of masked positions or not.
    private const int MaskedCharacters = ByteAlphabet.Count + 1;

    private readonly string _path;
    private readonly JsonElement _root;

    private ElmoOptions(string path, JsonElement root) => (_path, _root) = (path, root);

    /// <summary>Reads the file as the architecture of a language model without a vocabulary.</summary>
    /// <exception cref="InputException">It is missing or malformed, a key is missing or out of range, or it describes another model; the message names the
    /// key.</exception>
    public static ArchitectureConfiguration Read(string path)
    {
        using FileStream stream = UserFile.OpenRead(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(UserFile.ReadAllBytes(stream, path, LongestFile));
            return new ElmoOptions(path, document.RootElement).Architecture();
        }
        catch (JsonException failure)
        {
            throw InputException.At(path, 1 + failure.LineNumber.GetValueOrDefault(), $"not valid JSON: {failure.Message.Split(" LineNumber:")[0]}");
        }
    }

    private ArchitectureConfiguration Architecture()
    {
        RequireAlphabet();
        int projection = Whole("lstm.projection_dim", ArchitectureConfiguration.LargestWidth);
        int layers = Whole("lstm.n_layers", ArchitectureConfiguration.MostLayers);
        var cell = new CellSettings { Projection = projection, CellClip = Limit("lstm.cell_clip"), ProjectionClip = Limit("lstm.proj_clip") };
        return new ArchitectureConfiguration
        {
            CellOptions = CellCatalog.Create("lstm", cell).Options,
            Hidden = Whole("lstm.dim", ArchitectureConfiguration.LargestWidth),
            Layers = layers,
            Bidirectional = false,
            Embedding = projection,
            Dropout = 0,
            Residual = layers > 1 && Truth("lstm.use_skip_connections"),
            CharCell = CharacterCell.Cnn,
            CharEmbedding = Whole("char_cnn.embedding.dim", ArchitectureConfiguration.LargestWidth),
            CharConvolution = new CharConvolutionConfiguration
            {
                Filters = Filters("char_cnn.filters"),
                Activation = Activation("char_cnn.activation"),
                Highway = Whole("char_cnn.n_highway", CharConvolutionConfiguration.MostHighwayLayers, least: 0),
            },
            LanguageModel = LanguageModelConfiguration.Default,
        };
    }

    /// <summary>Words are spelled in bytes, and in up to 50 symbols: no other ELMo was published.</summary>
    private void RequireAlphabet()
    {
        int characters = Whole("char_cnn.n_characters", int.MaxValue), most = Whole("char_cnn.max_characters_per_token", int.MaxValue);
        if (characters is not (ByteAlphabet.Count or MaskedCharacters))
            throw Expected("char_cnn.n_characters", $"{ByteAlphabet.Count} or {MaskedCharacters}", $"{characters}");
        if (most != ByteAlphabet.MostSymbols) throw Expected("char_cnn.max_characters_per_token", $"{ByteAlphabet.MostSymbols}", $"{most}");
    }

    private int Whole(string key, int most, int least = 1) =>
        Find(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) && number >= least && number <= most
            ? number
            : throw Expected(key, most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number between {least} and {most}");

    /// <summary>A limit; 0 for none where it is missing or null.</summary>
    private double Limit(string key)
    {
        if (Find(key) is not { ValueKind: not JsonValueKind.Null } value) return 0;
        return value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and < double.PositiveInfinity and var number
            ? number
            : throw Expected(key, "a number of at least 0");
    }

    private bool Truth(string key) => Find(key)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Expected(key, "true or false"),
    };

    private ActivationKind Activation(string key) => Find(key) is { ValueKind: JsonValueKind.String } value
        ? value.GetString() switch
        {
            "relu" => ActivationKind.Relu,
            "tanh" => ActivationKind.Tanh,
            _ => throw Expected(key, "relu or tanh"),
        }
        : throw Expected(key, "relu or tanh");

    private string Filters(string key)
    {
        string text = Find(key) is { ValueKind: JsonValueKind.Array } list ? string.Join(',', list.EnumerateArray().Select(Filter)) : "";
        return FilterBank.TryParse(text) is not null ? text : throw Expected(key, "a list of widths and numbers of filters, such as [[1, 32], [2, 32]]");
    }

    private static string Filter(JsonElement pair) => pair.ValueKind == JsonValueKind.Array ? string.Join(':', pair.EnumerateArray()) : "";

    private JsonElement? Find(string key)
    {
        JsonElement element = _root;
        foreach (string part in key.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(part, out element)) return null;
        }

        return element;
    }

    private InputException Expected(string key, string expected) =>
        Find(key) is { } found ? Expected(key, expected, Shortened(found.GetRawText())) : new($"{_path}: the key {key} is missing");

    private InputException Expected(string key, string expected, string found) => new($"{_path}: {key}: expected {expected}, found {found}");

    private static string Shortened(string text) => text.Length <= 60 ? text.ReplaceLineEndings(" ") : text[..60].ReplaceLineEndings(" ") + "...";
}
