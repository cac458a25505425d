namespace Rnnctl.Mpi;

/// <summary>MPI cannot be used: there is no library, or it does not belong to the launcher. The message is for a user.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="hint">What to do about it.</param>
public sealed class MpiException(string message, string hint) : Exception(message)
{
    /// <summary>What to do about it.</summary>
    public string Hint { get; } = hint;
}
