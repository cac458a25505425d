using System.Numerics;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>
/// An operation of a backend on inputs of one shape, with its definition beside it: plain loops, in double. The name holds all parameters, and the
/// inputs depend on nothing else. So one line runs a case again that failed: <c>dotnet test --filter "DisplayName~softmax 5x7"</c>.
/// </summary>
internal abstract class OperationCase(string name)
{
    private const ulong Seed = 34;

    /// <summary>The operation with its parameters: <c>softmax 5x7 margin 2, scale 30</c>.</summary>
    public string Name => name;

    /// <summary>The inputs as numbers of a type, with what must come of them.</summary>
    public Trial<T> Draw<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Draw<T>(new PhiloxRandom(Seed, 0));

    /// <summary>Draws the inputs, and works out the results by the definition.</summary>
    protected abstract Trial<T> Draw<T>(PhiloxRandom random)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
