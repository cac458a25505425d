using System.CommandLine;
using Rnnctl.Files;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Export;

/// <summary><c>rnnctl export</c>: writes a trained model in a format of other programs.</summary>
internal sealed class ExportVerb : Verb
{
    private const string WorkedExample = """
        rnnctl train --task tag --train examples/slots/train.tsv --crf --epochs 6 --output slots
        rnnctl export slots --output slots.onnx
        rnnctl export en-de --output en-de.onnx  # en-de.encoder.onnx and en-de.decoder.onnx
        rnnctl export slots --format torch --output slots.safetensors
        """;

    private const string Auto = "auto";

    private static readonly string[] Formats = Choice.NamesOf(typeof(ExportFormat));

    private readonly Argument<string> _model = PathArgument.Model();

    private readonly Option<string?> _output = PathArgument.Option(
        "--output", "FILE", "File to write; of a translator NAME.onnx becomes NAME.encoder.onnx and NAME.decoder.onnx");

    private readonly Option<string> _format = Choice.One("--format", "Format of the file; auto goes by its extension", [Auto, .. Formats], Auto);
    private readonly Option<string?> _overwrite = Flag.One("--overwrite", "Replace an existing file");

    private readonly Option<string?> _noCrfDecoding = Flag.One(
        "--no-crf-decoding", "Leave the search for the best labels of a conditional random field to the reader of the file, which has the scores");

    public ExportVerb(ToolConsole console)
        : base("export", "Write a trained model as a file that other programs run.", WorkedExample)
    {
        _output.Required = true;
        Arguments.Add(_model);
        Add(new OptionGroup("Output", _output, _format, _overwrite));
        Add(new OptionGroup("ONNX", _noCrfDecoding));
        RunToCompletion((parsed, _) => ExportRun.Run(Read(parsed), console));
    }

    /// <exception cref="InputException">The output is standard output, or of no format; or an option is of no use with the format.</exception>
    public ExportRequest Read(ParseResult parsed)
    {
        string output = parsed.GetRequiredValue(_output)!;
        if (output == OutputFile.StandardOutput)
            throw new InputException("--output -: a model may be several files, and is not written to standard output", "--output model.onnx");
        ExportFormat format = FormatOf(parsed, output);
        if (format != ExportFormat.Onnx) parsed.RequireNone([_noCrfDecoding], $"--format {Choice.NameOf(format)}");
        return new ExportRequest(parsed.GetRequiredValue(_model), output, format)
        {
            Overwrite = parsed.IsGiven(_overwrite),
            DecodesCrf = !parsed.IsGiven(_noCrfDecoding),
        };
    }

    /// <exception cref="InputException">No format is given, and the extension is of none.</exception>
    private ExportFormat FormatOf(ParseResult parsed, string output)
    {
        string name = parsed.GetRequiredValue(_format);
        if (name != Auto) return Enum.GetValues<ExportFormat>()[Array.IndexOf(Formats, name)];
        return Path.GetExtension(output).ToLowerInvariant() switch
        {
            ".onnx" => ExportFormat.Onnx,
            ".safetensors" => ExportFormat.Torch,
            _ => throw new InputException($"{output}: its extension is of no format, expected .onnx or .safetensors", $"--format {string.Join('|', Formats)}"),
        };
    }
}

/// <summary>The formats of other programs.</summary>
internal enum ExportFormat
{
    /// <summary>ONNX, which ONNX Runtime and others run.</summary>
    Onnx,

    /// <summary>A safetensors file with the names of a PyTorch state dict.</summary>
    Torch,
}

/// <summary>The arguments of <c>rnnctl export</c>.</summary>
/// <param name="Model">The directory of the model.</param>
/// <param name="Output">The file.</param>
/// <param name="Format">Its format.</param>
internal sealed record ExportRequest(string Model, string Output, ExportFormat Format)
{
    /// <summary>Whether to replace existing files.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether the file finds the best labels of a conditional random field.</summary>
    public bool DecodesCrf { get; init; } = true;
}
