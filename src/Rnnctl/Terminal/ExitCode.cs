namespace Rnnctl.Terminal;

/// <summary>What the process tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>The verb did what was asked.</summary>
    public const int Done = 0;

    /// <summary>A check did not hold: <c>gradcheck</c> found a wrong gradient.</summary>
    public const int CheckFailed = 1;

    /// <summary>Wrong usage or bad input: something the user can mend.</summary>
    public const int BadInput = 2;

    /// <summary>Anything else that failed: a full disk, a defect.</summary>
    public const int Failed = 3;

    /// <summary>Stopped by Ctrl-C or a termination signal.</summary>
    public const int Interrupted = 130;
}
