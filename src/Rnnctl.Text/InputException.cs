namespace Rnnctl.Text;

/// <summary>
/// Something that the user gave cannot be used: a file that is missing, malformed or of another kind, or an option that does not fit.
/// The message is written for that person, and where a place in a file is known it starts with it:
/// <c>data/train.tsv:17: expected 2 columns, found 1</c>.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>An error with its text and, where one helps, a hint: what to type or change instead.</summary>
    public InputException(string message, string? hint = null)
        : base(message) => Hint = hint;

    /// <summary>An error whose cause is kept for <c>--verbose</c>.</summary>
    public InputException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>What the user can do about it, or null.</summary>
    public string? Hint { get; }

    /// <summary>An error at a line of a file; lines count from 1.</summary>
    public static InputException At(string path, long line, string message, string? hint = null) => new($"{path}:{line}: {message}", hint);
}
