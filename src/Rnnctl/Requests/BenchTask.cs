namespace Rnnctl.Requests;

/// <summary>What <c>rnnctl bench</c> measures.</summary>
internal enum BenchTask
{
    /// <summary>Recurrent layers by themselves.</summary>
    Layers,

    /// <summary>Whole translators: the updates of training, and searches.</summary>
    Translate,
}
