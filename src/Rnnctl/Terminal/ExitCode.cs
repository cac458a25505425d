namespace Rnnctl.Terminal;

/// <summary>The exit codes of the tool.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Done = 0;

    /// <summary>A check failed: <c>gradcheck</c> found a wrong gradient.</summary>
    public const int CheckFailed = 1;

    /// <summary>Wrong usage or bad input, which the user can correct.</summary>
    public const int BadInput = 2;

    /// <summary>Any other failure: a full disk, a bug.</summary>
    public const int Failed = 3;

    /// <summary>Stopped by Ctrl-C or a termination signal.</summary>
    public const int Interrupted = 130;
}
