namespace Rnnctl.Compute.Operations;

/// <summary>
/// The record of an operation on the tape: its inputs, its outputs and the values that its forward pass saved. The operation's static <c>Apply</c> is the
/// forward pass; <see cref="Backward"/> is the backward pass.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public interface IOperation<T>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    /// <summary>Adds to the inputs' gradients, given the outputs' gradients. Called once.</summary>
    void Backward(Tape<T> tape);
}
