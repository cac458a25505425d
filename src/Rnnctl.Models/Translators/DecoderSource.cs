using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Translators;

/// <summary>What a decoder sees of the sources that it translates.</summary>
/// <param name="Steps">The packed batch of the sources.</param>
/// <param name="Places">For each of the decoder's sequences the place of its source among these.</param>
/// <param name="Keys">What attention compares the decoder's states with, <c>[N, H]</c>; empty without attention.</param>
/// <param name="Values">What it takes the mean of, <c>[N, H]</c>; empty without attention.</param>
/// <param name="Context">The context vector of each of the decoder's sequences, <c>[B, H]</c>; empty where each step reads none.</param>
/// <typeparam name="T">The number.</typeparam>
internal readonly record struct DecoderSource<T>(
    PackedSteps Steps, ReadOnlyMemory<int> Places, Variable<T> Keys, Variable<T> Values, Variable<T> Context)
    where T : unmanaged;
