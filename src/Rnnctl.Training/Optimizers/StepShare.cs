using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Training.Optimizers;

/// <summary>
/// One process's share of each step, where several hold the same parameters: a part of the parameters with gradients for all of their numbers. Tables whose
/// gradients are kept by rows are every process's own.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="First">The first number of the part.</param>
/// <param name="Length">How many there are.</param>
/// <param name="Sum">Returns the sum of a number over all processes, which all call this.</param>
/// <param name="Gather">Makes a row of numbers whole, laid out as the parameters, of which each process has changed its part.</param>
public sealed record StepShare<T>(int First, int Length, Func<double, double> Sum, Action<Tensor<T>> Gather)
    where T : unmanaged, IFloatingPointIeee754<T>;
