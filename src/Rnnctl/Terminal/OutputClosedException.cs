namespace Rnnctl.Terminal;

/// <summary>Whoever read standard output has gone (<c>rnnctl tag MODEL | head -1</c>): nothing is wrong, and nothing is left to do.</summary>
internal sealed class OutputClosedException : IOException
{
    /// <summary>The error with the write that failed as its cause.</summary>
    public OutputClosedException(Exception cause)
        : base("standard output was closed by its reader", cause)
    {
    }
}
