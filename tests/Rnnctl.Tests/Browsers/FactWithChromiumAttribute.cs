namespace Rnnctl.Tests.Browsers;

/// <summary>A test in headless Chromium; it is skipped, with the reason, where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithChromiumAttribute : FactAttribute
{
    public FactWithChromiumAttribute() => Skip = HeadlessChromium.Program is null ? "Chromium is not installed" : null;
}
