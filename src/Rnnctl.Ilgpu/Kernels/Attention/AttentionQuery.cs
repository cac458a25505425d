namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>One query in one head, and its keys.</summary>
internal readonly struct AttentionQuery
{
    /// <summary>The query's row.</summary>
    public required int Row { get; init; }

    /// <summary>The head.</summary>
    public required int Head { get; init; }

    /// <summary>The sequence of its keys.</summary>
    public required int KeySequence { get; init; }

    /// <summary>How many keys that has.</summary>
    public required int Keys { get; init; }

    /// <summary>Where the query's weights begin.</summary>
    public required int FirstWeight { get; init; }
}
