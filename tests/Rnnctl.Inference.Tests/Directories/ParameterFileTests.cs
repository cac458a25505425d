using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Directories;

public sealed class ParameterFileTests
{
    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void Weights_that_are_not_finite_are_refused_by_name(float value, string found)
    {
        using var folder = new TemporaryFolder();
        using (FileStream stream = File.Create(folder["w"]))
            SafetensorsFile.Write(stream, [NamedTensor.Of<float>("output.bias", [3], new[] { 1, value, 2 })], new Dictionary<string, string>());
        using SafetensorsFile file = SafetensorsFile.Read(folder["w"]);
        ParameterShape shape = new("output.bias", [3], default);
        InputException refusal = Assert.Throws<InputException>(() => ParameterFile.ReadWeights(file, shape));
        Assert.Equal($"{folder["w"]}: tensor 'output.bias': expected finite numbers, found {found} at element 1", refusal.Message);
    }
}
