namespace Rnnctl.Files;

/// <summary>What figures and pictures call a model.</summary>
internal static class ModelName
{
    /// <summary>The directory's own name: <c>slots</c> of <c>models/slots/</c>.</summary>
    public static string Of(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
