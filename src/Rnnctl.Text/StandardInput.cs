namespace Rnnctl.Text;

/// <summary>Standard input, which the path <c>-</c> names. It can be read once.</summary>
public static class StandardInput
{
    /// <summary>The path that names it.</summary>
    public const string Path = "-";

    /// <summary>Its name in messages.</summary>
    public const string Name = "standard input";

    // A test gives each run of the tool an input of its own, and runs several at once.
    private static readonly AsyncLocal<Func<Stream>?> Given = new();

    /// <summary>A path as messages name it.</summary>
    public static string NameOf(string path) => path == Path ? Name : path;

    /// <summary>Replaces the stream that is standard input for the caller and for what it starts.</summary>
    /// <param name="open">Opens the stream.</param>
    public static void Use(Func<Stream> open) => Given.Value = open;

    /// <summary>Opens it.</summary>
    /// <exception cref="InputException">It is closed.</exception>
    internal static Stream Open() => (Given.Value ?? Console.OpenStandardInput)();
}
