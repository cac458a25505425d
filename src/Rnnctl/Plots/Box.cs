namespace Rnnctl.Plots;

/// <summary>A rectangle on the page, in the units of the view box; y grows downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    /// <summary>The x of the right edge.</summary>
    public double Right => Left + Width;

    /// <summary>The y of the lower edge.</summary>
    public double Bottom => Top + Height;

    /// <summary>The x of the middle.</summary>
    public double Center => Left + (Width / 2);

    /// <summary>The y of the middle.</summary>
    public double Middle => Top + (Height / 2);
}
