using Rnnctl.Verbs.Gradcheck;

namespace Rnnctl.Tests.Examples;

public class CiTests
{
    [Fact]
    public void Workflow_runs_gradcheck_with_valid_options_on_both_devices()
    {
        string[] commands =
        [
            .. File.ReadLines(Path.Combine(Repository.Root, "examples", "ci", "gradcheck.yml"))
                .Where(line => line.Contains("run: rnnctl gradcheck", StringComparison.Ordinal))
                .Select(line => line.Split("rnnctl ")[1].Split(" > ")[0]),
        ];
        GradcheckRequest[] requests =
        [
            .. commands.Select(command => new InProcessTool().Read<GradcheckVerb, GradcheckRequest>((verb, parsed) => verb.Read(parsed), command.Split(' '))),
        ];
        Assert.Equal(["cpu", "ilgpu-cpu"], requests.Select(request => request.Compute.Device.ToString()));
        Assert.All(requests, request => Assert.True(request.All));
    }
}
