namespace Rnnctl.Text;

/// <summary>
/// The user's input cannot be used: a file is missing, malformed or of another kind, or an option does not fit.
/// The message is for the user. It starts with the position in the file, if there is one:
/// <c>data/train.tsv:17: expected 2 columns, found 1</c>.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>An error with a message and an optional hint: what to type or change instead.</summary>
    public InputException(string message, string? hint = null)
        : base(message) => Hint = hint;

    /// <summary>An error with its cause, which <c>--verbose</c> shows.</summary>
    public InputException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>What the user can do, or null.</summary>
    public string? Hint { get; }

    /// <summary>An error at a line of a file; lines count from 1.</summary>
    public static InputException At(string path, long line, string message, string? hint = null) => new($"{path}:{line}: {message}", hint);
}
