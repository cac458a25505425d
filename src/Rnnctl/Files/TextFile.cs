using System.Text;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Files;

/// <summary>Writes what a verb makes to a file that the user named, or to standard output.</summary>
internal static class TextFile
{
    /// <summary>The name that stands for standard output.</summary>
    public const string StandardOutput = "-";

    /// <summary>Whether one of the files, of which null is none, is standard output: then no table for a person comes before it.</summary>
    public static bool TakeOutput(params ReadOnlySpan<string?> paths) => paths.Contains(StandardOutput);

    /// <summary>Refuses files that could not be written, before the work that they are to hold; null is none.</summary>
    /// <param name="json">Whether standard output takes JSON.</param>
    /// <param name="paths">The files.</param>
    /// <exception cref="InputException">There can be no such file, or standard output is to take several things.</exception>
    public static void RequirePlaces(bool json, params ReadOnlySpan<string?> paths)
    {
        if (paths.Count(StandardOutput) + (json ? 1 : 0) > 1)
            throw new InputException("standard output takes one thing: give the others a file", "--csv figures.csv --svg picture.svg");
        foreach (string? path in paths)
        {
            if (path is not (null or StandardOutput)) RequirePlace(path);
        }
    }

    /// <summary>Writes a text as UTF-8, and says so.</summary>
    /// <param name="path">The file, which is replaced, or <c>-</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="console">Whom it tells.</param>
    /// <exception cref="InputException">There can be no such file.</exception>
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

    /// <summary>Writes a text as UTF-8. Where that fails, a file that was there before stays.</summary>
    /// <param name="path">The file, which is replaced; a link, a pipe or a device is written to.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">There can be no such file.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static void Save(string path, string text)
    {
        RequirePlace(path);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (IsWrittenInPlace(new FileInfo(path))) Write(path, path, FileMode.Create, bytes);
        else Replace(path, bytes);
    }

    /// <summary>Pipes and devices are empty, as an empty file is: there is nothing to lose, and they can't be replaced. A link stays one.</summary>
    private static bool IsWrittenInPlace(FileInfo file) => file.LinkTarget is not null || (file.Exists && file.Length == 0);

    private static void Replace(string path, byte[] bytes)
    {
        string staged = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Write(path, staged, FileMode.CreateNew, bytes);
            File.Move(staged, path, overwrite: true);
        }
        catch
        {
            File.Delete(staged);
            throw;
        }
    }

    /// <summary>Writes to a file that stands for the one the user named.</summary>
    private static void Write(string path, string place, FileMode mode, byte[] bytes)
    {
        using FileStream stream = Open(path, place, mode);
        try
        {
            stream.Write(bytes);
        }
        catch (IOException failure)
        {
            throw new IOException($"{path}: could not be written: {Cause(failure)}", failure);
        }
    }

    private static FileStream Open(string path, string place, FileMode mode)
    {
        try
        {
            return new FileStream(place, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string cause = failure is UnauthorizedAccessException ? "permission denied" : Cause(failure);
            throw new InputException($"{path}: cannot be written: {cause}", failure);
        }
    }

    // .NET names the file behind what the system says.
    private static string Cause(Exception failure) => failure.Message.Split(" : '")[0];

    private static void RequirePlace(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: expected a file to write, found a directory");
        string? folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder)) throw new InputException($"{path}: there is no directory {folder}");
    }
}
