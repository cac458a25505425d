namespace Rnnctl.Fuzz.Runs;

/// <summary>What a worker tells of.</summary>
internal enum WorkerEvent
{
    /// <summary>A case starts.</summary>
    Started,

    /// <summary>A case came to its end.</summary>
    Ended,

    /// <summary>A case broke a rule.</summary>
    Finding,

    /// <summary>All of a case, for a person.</summary>
    Shown,
}
