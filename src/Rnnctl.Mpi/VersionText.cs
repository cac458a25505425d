namespace Rnnctl.Mpi;

/// <summary>Shortens what MPI_Get_library_version returns, which is up to thousands of characters about how the library was built.</summary>
internal static class VersionText
{
    /// <summary>Name and version.</summary>
    /// <param name="text"><c>Open MPI v4.1.4, package: ...</c>, or <c>MPICH Version:[tab]4.0.2[newline]...</c>.</param>
    public static string Shorten(string text)
    {
        string first = text.Split('\n', ',')[0].Replace("Version:", "", StringComparison.Ordinal);
        string[] words = first.Split([' ', '\t', '\0'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Select(word => word is ['v', >= '0' and <= '9', ..] ? word[1..] : word));
    }
}
