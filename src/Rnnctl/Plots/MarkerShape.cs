namespace Rnnctl.Plots;

/// <summary>What marks the points of a line.</summary>
internal enum MarkerShape
{
    /// <summary>A filled circle.</summary>
    Circle,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>A filled triangle on its base.</summary>
    Triangle,

    /// <summary>A filled square on its corner.</summary>
    Diamond,

    /// <summary>An x.</summary>
    Cross,

    /// <summary>A filled triangle on its tip.</summary>
    InvertedTriangle,

    /// <summary>No mark.</summary>
    None,
}
