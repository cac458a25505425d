using Rnnctl.Compute.Devices;
using Rnnctl.Text;

namespace Rnnctl.Inference.Library;

/// <summary>
/// A model cannot be opened or run: its directory is missing, damaged, incomplete or holds a model of another kind, or memory is short. The message is the
/// line that the tool prints: <c>slots: no such directory</c>.
/// </summary>
public sealed class ModelException : Exception
{
    private ModelException(string message, string? hint, Exception cause)
        : base(message, cause) => Hint = hint;

    /// <summary>What the user can do, or null.</summary>
    public string? Hint { get; }

    /// <summary>Returns what a function returns; its errors for the user become errors of this type.</summary>
    internal static TResult Guard<TResult>(Func<TResult> function)
    {
        try
        {
            return function();
        }
        catch (InputException mistake)
        {
            throw new ModelException(mistake.Message, mistake.Hint, mistake);
        }
        catch (DeviceException failure)
        {
            throw new ModelException(failure.Message, failure.Hint, failure);
        }
    }
}
