using Rnnctl.Inference.Directories;
using Rnnctl.Text;

namespace Rnnctl.Files;

/// <summary>The directory in which a verb makes a model.</summary>
internal static class ModelOutput
{
    /// <summary>Refuses a directory that holds a model, or files with the names of a model's files.</summary>
    /// <param name="path">The directory, which need not be there.</param>
    /// <param name="overwrite">Whether such files may be replaced; null if the verb has no <c>--overwrite</c>.</param>
    /// <exception cref="InputException">It does, it is a file, or one of its files is a link.</exception>
    public static void RequireFree(string path, bool? overwrite = null)
    {
        if (File.Exists(path)) throw new InputException($"{path}: expected a directory, found a file");
        ModelFiles.RefuseLinks(path);
        if (overwrite == true || ModelFiles.FirstIn(path) is not { } name) return;
        bool holdsModel = overwrite is not null && ModelDirectory.HoldsModel(path);
        string found = holdsModel ? "model" : name;
        string hint = overwrite is null ? "" : holdsModel ? "; --overwrite replaces it" : "; --overwrite replaces the file";
        throw new InputException($"{path}: there is a {found} already", $"give the model another directory{hint}");
    }
}
