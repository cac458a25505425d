namespace Rnnctl.Fuzz.Runs;

/// <summary>The kinds of messages of a worker.</summary>
internal enum WorkerEvent
{
    /// <summary>A case starts.</summary>
    Started,

    /// <summary>A case ended.</summary>
    Ended,

    /// <summary>A case broke a rule.</summary>
    Finding,

    /// <summary>The whole output of a case, to print.</summary>
    Shown,
}
