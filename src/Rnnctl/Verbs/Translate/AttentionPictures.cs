using System.Globalization;
using Rnnctl.Files;
using Rnnctl.Inference.Translation;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Translate;

/// <summary>Draws the attention weights of the best translation of each sentence, one file each, of the first sentences only.</summary>
internal sealed class AttentionPictures
{
    /// <summary>The most pictures: a long file would make as many files as it has lines.</summary>
    public const int Most = 100;

    private readonly string _folder;
    private readonly ToolConsole _console;
    private int _drawn;

    /// <summary>Creates the directory if it is missing.</summary>
    /// <exception cref="InputException">The directory cannot be created.</exception>
    public AttentionPictures(string folder, ToolConsole console)
    {
        (_folder, _console) = (folder, console);
        if (File.Exists(folder)) throw new InputException($"{folder}: expected a directory for pictures, found a file");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: the directory could not be created: {failure.Message}", failure);
        }
    }

    /// <summary>Draws the best translation of a line, unless it has no words.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Draw(TranslatedLine line)
    {
        WordAttention attention = line.Translations[0].Attention;
        if (attention.TargetWords.Count == 0 || _drawn > Most) return;
        if (_drawn++ == Most)
        {
            _console.Warn($"--attention-svg: {_folder} shows the first {Most} sentences; the others are not drawn");
            return;
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"sentence-{line.Number}");
        var map = new AttentionMap(name.Replace('-', ' '), attention.SourceWords, attention.TargetWords, attention.Weights);
        OutputFile.Save(Path.Combine(_folder, name + ".svg"), AttentionMapDrawing.Draw(map));
    }
}
