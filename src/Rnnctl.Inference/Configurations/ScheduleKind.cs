namespace Rnnctl.Inference.Configurations;

/// <summary>How the learning rate moves during training; <c>--schedule</c>.</summary>
public enum ScheduleKind
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It halves every five epochs.</summary>
    Step,

    /// <summary>It halves at every evaluation without a better score.</summary>
    Plateau,

    /// <summary>It falls to zero along half a cosine.</summary>
    Cosine,

    /// <summary>It falls with one over the square root of the steps.</summary>
    InverseSqrt,
}
