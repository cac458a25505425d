using System.Runtime.ExceptionServices;
using Rnnctl.Text;

namespace Rnnctl.Files;

/// <summary>
/// The portions in which a filter reads its input. A line that cannot be read ends the input, and what stood before it is answered first: the mistake is
/// thrown by the call after.
/// </summary>
/// <param name="read">Reads the next portion; false at the end of the input.</param>
/// <param name="holdsAny">Whether the portion that was being read holds anything.</param>
internal sealed class PortionSequence(Func<bool> read, Func<bool> holdsAny)
{
    private ExceptionDispatchInfo? _mistake;

    /// <summary>Whether there is another portion.</summary>
    /// <exception cref="InputException">A line is malformed, and everything before it was handed out.</exception>
    public bool Next()
    {
        _mistake?.Throw();
        try
        {
            return read();
        }
        catch (InputException mistake) when (holdsAny())
        {
            _mistake = ExceptionDispatchInfo.Capture(mistake);
            return true;
        }
    }
}
