using Rnnctl.Files;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Exports;
using Rnnctl.Inference.Files;
using Rnnctl.Onnx;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Export;

/// <summary>Writes a trained model in a format of other programs.</summary>
internal static class ExportRun
{
    /// <summary>Writes the files and returns the exit code.</summary>
    public static int Run(ExportRequest request, ToolConsole console)
    {
        OutputFile.RequireWritable(json: false, request.Output);
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        string folder = Path.GetDirectoryName(request.Output) ?? "";
        (string Path, Action<Stream> Write)[] files =
            [.. FilesOf(request, directory).Select(file => (Path.Combine(folder, file.Name), file.Write))];
        foreach ((string path, _) in files) RequireFree(path, request.Overwrite);
        OutputFile.ReplaceAll(files);
        foreach ((string path, _) in files) console.Note($"wrote {path}");
        if (request.Format == ExportFormat.Onnx && directory.Configuration.Text.Intent)
            console.Note("the intent head is left out: the ONNX graph gives the labels of the tokens alone");
        return ExitCode.Done;
    }

    /// <summary>The files of a format, named without their folder.</summary>
    private static IReadOnlyList<PendingFile> FilesOf(ExportRequest request, ModelDirectory directory) => request.Format switch
    {
        ExportFormat.Onnx => OnnxExport.FilesOf(directory, Path.GetFileName(request.Output), new OnnxOptions { DecodesCrf = request.DecodesCrf }),
        ExportFormat.Torch => TorchExport.FilesOf(directory, Path.GetFileName(request.Output)),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.Format, "an unknown format"),
    };

    private static void RequireFree(string path, bool overwrite)
    {
        OutputFile.RequireWritable(json: false, path);
        if (!Path.Exists(path)) return;
        if (!overwrite) throw new InputException($"{path}: the file exists already", "--overwrite replaces it");
        if (new FileInfo(path) is { LinkTarget: not null } or { Length: 0 })
            throw new InputException($"{path}: --overwrite replaces a model's file, and this is a link, a device or empty");
    }
}
