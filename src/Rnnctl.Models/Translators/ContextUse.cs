namespace Rnnctl.Models.Translators;

/// <summary>Where the decoder uses the context vector c.</summary>
public enum ContextUse
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>As its initial state.</summary>
    Initial,

    /// <summary>Joined to the input of every step, so that the gates read y', s' and c (Cho et al. 2014).</summary>
    EveryStep,

    /// <summary>As its initial state and at every step.</summary>
    Both,
}
