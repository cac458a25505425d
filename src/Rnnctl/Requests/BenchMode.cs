namespace Rnnctl.Requests;

/// <summary>The passes that <c>rnnctl bench</c> measures.</summary>
internal enum BenchMode
{
    /// <summary>The forward pass alone.</summary>
    Forward,

    /// <summary>Forward and backward.</summary>
    Train,

    /// <summary>A row for each of the two.</summary>
    Both,
}
