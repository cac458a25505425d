namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>One query of one head, and its keys.</summary>
internal readonly struct AttentionQuery
{
    /// <summary>The query's row.</summary>
    public required int Row { get; init; }

    /// <summary>The head.</summary>
    public required int Head { get; init; }

    /// <summary>The index of the sequence of keys.</summary>
    public required int KeySequence { get; init; }

    /// <summary>The number of keys.</summary>
    public required int Keys { get; init; }

    /// <summary>The offset of the query's weights.</summary>
    public required int FirstWeight { get; init; }
}
