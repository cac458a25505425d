using System.Text;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Runs;

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

    /// <summary>Writes a text as UTF-8.</summary>
    /// <param name="path">The file, which is replaced.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">There can be no such file.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static void Save(string path, string text)
    {
        RequirePlace(path);
        try
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: could not be written: {failure.Message}", failure);
        }
    }

    private static void RequirePlace(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: expected a file to write, found a directory");
        string? folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder)) throw new InputException($"{path}: there is no directory {folder}");
    }
}
