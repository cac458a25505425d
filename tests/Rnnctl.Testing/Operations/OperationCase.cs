using System.Numerics;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>
/// An operation of a backend on inputs of one shape, with its definition as plain loops in double precision. The name holds all parameters, and the inputs
/// depend only on the name. So one line runs a failed case again: <c>dotnet test --filter "DisplayName~softmax 5x7"</c>.
/// </summary>
internal abstract class OperationCase(string name)
{
    private const ulong Seed = 34;

    /// <summary>The operation with its parameters: <c>softmax 5x7 margin 2, scale 30</c>.</summary>
    public string Name => name;

    /// <summary>Draws the inputs in a number type, with the expected results.</summary>
    public Trial<T> Draw<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Draw<T>(new PhiloxRandom(Seed, 0));

    /// <summary>Draws the inputs and computes the results by the definition.</summary>
    protected abstract Trial<T> Draw<T>(PhiloxRandom random)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
