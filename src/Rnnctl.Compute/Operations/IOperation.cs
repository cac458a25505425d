namespace Rnnctl.Compute.Operations;

/// <summary>
/// What an operation left on the tape: its inputs, its outputs and what its forward pass saved. The operation's static <c>Apply</c> is the forward
/// pass; <see cref="Backward"/> stands beside it.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public interface IOperation<T>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    /// <summary>Adds to the inputs' gradients what follows from the outputs' gradients. Called once.</summary>
    void Backward(Tape<T> tape);
}
