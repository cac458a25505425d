using System.Globalization;
using System.Text;
using CsvHelper;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Files;

/// <summary>Writes files that the user named; texts also to standard output.</summary>
internal static class OutputFile
{
    /// <summary>The name that stands for standard output.</summary>
    public const string StandardOutput = "-";

    private const int TemporaryBuffer = 1 << 16;

    /// <summary>Whether one of the files is standard output; then the verb prints no table there. Null paths are ignored.</summary>
    public static bool IncludeStandardOutput(params ReadOnlySpan<string?> paths) => paths.Contains(StandardOutput);

    /// <summary>Checks before the work that its files can be written. Null paths are ignored.</summary>
    /// <param name="json">Whether JSON goes to standard output.</param>
    /// <param name="paths">The files.</param>
    /// <exception cref="InputException">A file cannot be created, or two results would go to standard output.</exception>
    public static void RequireWritable(bool json, params ReadOnlySpan<string?> paths)
    {
        if (paths.Count(StandardOutput) + (json ? 1 : 0) > 1)
            throw new InputException("only one result can go to standard output; write the others to files", "--csv figures.csv --svg picture.svg");
        foreach (string? path in paths)
        {
            if (path is not (null or StandardOutput)) RequireWritable(path);
        }
    }

    /// <summary>Writes a text as UTF-8, and writes a note about it.</summary>
    /// <param name="path">The file, which is replaced, or <c>-</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="console">Where the note goes.</param>
    /// <exception cref="InputException">The file cannot be created.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static void Write(string path, string text, ToolConsole console)
    {
        if (path == StandardOutput)
        {
            console.Output.Write(text);
            return;
        }

        Save(path, text);
        console.Note($"wrote {path}");
    }

    /// <summary>Writes a text as UTF-8. If that fails, an existing file keeps its content.</summary>
    /// <param name="path">A regular file is replaced; a link, pipe or device is written in place.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">The file cannot be created.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static void Save(string path, string text)
    {
        RequireWritable(path);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (IsWrittenInPlace(new FileInfo(path))) Write(path, path, FileMode.Create, stream => stream.Write(bytes));
        else Replace(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes a file under another name beside its own, and then renames it. If that fails, an existing file keeps its content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="InputException">The file cannot be created.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static void Replace(string path, Action<Stream> write) => ReplaceAll((path, write));

    /// <summary>Writes files under other names beside their own, and renames them when all are written. If writing fails, existing files keep their
    /// content.</summary>
    /// <param name="files">The files, each with what writes its content.</param>
    /// <exception cref="InputException">A file cannot be created.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static void ReplaceAll(params IReadOnlyList<(string Path, Action<Stream> Write)> files)
    {
        string[] staged = [.. files.Select(file => Beside(file.Path))];
        try
        {
            for (int file = 0; file < staged.Length; file++) Write(files[file].Path, staged[file], FileMode.CreateNew, files[file].Write);
            for (int file = 0; file < staged.Length; file++) File.Move(staged[file], files[file].Path, overwrite: true);
        }
        catch
        {
            foreach (string path in staged) File.Delete(path);
            throw;
        }
    }

    /// <summary>Creates a file beside another one, for bytes that go into that one later. It is deleted when it is closed.</summary>
    /// <param name="path">The other file, which messages name.</param>
    /// <exception cref="InputException">The file cannot be created.</exception>
    public static FileStream OpenTemporary(string path) => Open(path, Beside(path), new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        BufferSize = TemporaryBuffer,
        Options = FileOptions.DeleteOnClose,
    });

    /// <summary>
    /// Pipes and devices cannot be replaced; they report length 0, as an empty file does, which has no content to lose. A link must stay a link.
    /// </summary>
    private static bool IsWrittenInPlace(FileInfo file) => file.LinkTarget is not null || (file.Exists && file.Length == 0);

    private static string Beside(string path) => $"{path}.{Guid.NewGuid():N}";

    /// <summary>Writes to <paramref name="place"/>, and names <paramref name="path"/> in errors.</summary>
    private static void Write(string path, string place, FileMode mode, Action<Stream> write)
    {
        using FileStream stream = Open(path, place, new FileStreamOptions { Mode = mode, Access = FileAccess.Write, BufferSize = 0 });
        try
        {
            write(stream);
        }
        catch (IOException failure)
        {
            throw new IOException($"{path}: could not be written: {Cause(failure)}", failure);
        }
    }

    private static FileStream Open(string path, string place, FileStreamOptions options)
    {
        try
        {
            return new FileStream(place, options);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string cause = failure is UnauthorizedAccessException ? "permission denied" : Cause(failure);
            throw new InputException($"{path}: cannot be written: {cause}", failure);
        }
    }

    // .NET appends the file name to the message of the operating system.
    private static string Cause(Exception failure) => failure.Message.Split(" : '")[0];

    private static void RequireWritable(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: expected a file to write, found a directory");
        string? folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder)) throw new InputException($"{path}: no such directory: {folder}");
    }
}

/// <summary>Comma-separated values (RFC 4180) with line feeds.</summary>
internal static class CsvText
{
    private static readonly CsvWriterOptions Format = new() { NewLine = "\n" };

    /// <summary>Formats a header and one line per record.</summary>
    /// <typeparam name="TRecord">A type with <see cref="CsvRecordAttribute"/>, which names its columns.</typeparam>
    public static string Of<TRecord>(IEnumerable<TRecord> records)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (CsvWriter csv = CsvWriter.Create(text, Format)) csv.WriteRecords(records);
        return text.ToString();
    }
}
