namespace Rnnctl.Tests.Browsers;

/// <summary>A test of the page in examples/onnx/web; it is skipped, with the reason, where Chromium or the page's package is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithTaggerPageAttribute : FactAttribute
{
    private static readonly string Package = Path.Combine(Repository.Root, "examples", "onnx", "web", "node_modules", "onnxruntime-web");

    public FactWithTaggerPageAttribute()
    {
        if (HeadlessChromium.Program is null) Skip = "Chromium is not installed";
        else if (!Directory.Exists(Package)) Skip = "onnxruntime-web is not installed: npm install in examples/onnx/web";
    }
}
