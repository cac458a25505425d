namespace Rnnctl.Requests;

/// <summary>How the learning rate changes over training.</summary>
internal enum ScheduleKind
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>Lower when the score stops rising.</summary>
    Plateau,

    /// <summary>Half a cosine down to zero.</summary>
    Cosine,

    /// <summary>With the inverse square root of the step.</summary>
    InverseSqrt,

    /// <summary>Lower by a factor at regular steps.</summary>
    Step,
}
