using Rnnctl.Text;

namespace Rnnctl.Inference.Files;

/// <summary>
/// Keeps reading and writing inside a directory. A model may come from anywhere, and a link in it would lead to files elsewhere.
/// </summary>
internal static class Link
{
    /// <summary>Refuses a name that is a link, or whose folder inside the directory is one. The directory itself may be reached over a link.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">A path relative to it, with <c>/</c> between folders.</param>
    /// <exception cref="InputException">There is a link; the message names it.</exception>
    public static void Refuse(string directory, string name)
    {
        string path = directory;
        foreach (string part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
                throw new InputException($"{path}: expected a file or folder, found a link", "links are not followed here: put the file itself in its place");
        }
    }
}
