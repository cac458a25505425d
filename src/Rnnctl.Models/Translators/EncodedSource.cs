using System.Numerics;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Translators;

/// <summary>What an encoder made of a packed batch of sources; good until its tape is reset.</summary>
/// <param name="Steps">The packed batch's shape.</param>
/// <param name="Outputs">The last layer's outputs, <c>[N, H]</c>.</param>
/// <param name="States">What each layer made.</param>
/// <typeparam name="T">The number.</typeparam>
internal readonly record struct EncodedSource<T>(PackedSteps Steps, Variable<T> Outputs, StackStates<T> States)
    where T : unmanaged, IFloatingPointIeee754<T>;
