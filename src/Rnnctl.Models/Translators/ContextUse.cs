namespace Rnnctl.Models.Translators;

/// <summary>Where the decoder sees the context vector c.</summary>
public enum ContextUse
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>As its first state.</summary>
    Initial,

    /// <summary>Joined to each step's input, so that the gates see y', s' and c (Cho et al. 2014).</summary>
    EveryStep,

    /// <summary>Both.</summary>
    Both,
}
