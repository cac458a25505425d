using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Vocab;

/// <summary>What <c>rnnctl vocab</c> was asked to do.</summary>
internal sealed record VocabRequest
{
    /// <summary>The texts, a sentence a line; at least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The directory to write to.</summary>
    public required string Output { get; init; }

    /// <summary>How many merges to learn at most; null for whole words.</summary>
    public int? Merges { get; init; }

    /// <summary>Which symbols are kept, and what is done to words first.</summary>
    public VocabularyOptions Selection { get; init; } = new();

    /// <summary>Whether files that are there are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public bool Json { get; init; }
}
