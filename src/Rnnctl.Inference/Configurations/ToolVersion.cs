namespace Rnnctl.Inference.Configurations;

/// <summary>The version of rnnctl that runs.</summary>
internal static class ToolVersion
{
    /// <summary>As it is released: <c>0.1.0</c>.</summary>
    public static string Current { get; } = typeof(ToolVersion).Assembly.GetName().Version!.ToString(3);
}
