namespace Rnnctl.Requests;

/// <summary>What a model learns to do.</summary>
internal enum TaskKind
{
    /// <summary>A label for every token.</summary>
    Tag,
}
