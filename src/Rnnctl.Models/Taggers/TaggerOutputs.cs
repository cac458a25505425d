using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Taggers;

/// <summary>What a tagger computes of a batch of B sentences with N tokens.</summary>
/// <param name="Logits">Every token's logits, <c>[N, labels]</c>.</param>
/// <param name="Intents">Every sentence's logits, <c>[B, intents]</c>, the longest sentence first; empty without an intent head.</param>
/// <typeparam name="T">The number type.</typeparam>
public readonly record struct TaggerOutputs<T>(Variable<T> Logits, Variable<T> Intents)
    where T : unmanaged;
