using System.ComponentModel;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Benchmarks;

/// <summary>A test with hosts that are network namespaces, and with Open MPI; it is skipped, with the reason, where they cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithHostsAttribute : FactAttribute
{
    private const string Trial = """
        set -e
        missing() { echo "$1" >&2; exit 1; }
        for program in ip tc ethtool unshare python3 mpirun; do command -v $program > /dev/null || missing "the program $program is not installed"; done
        (mpirun.openmpi --version || mpirun --version) 2> /dev/null | grep -q 'Open MPI\|OpenRTE' || missing "mpirun is not that of Open MPI"
        name=rnnctl-trial-$$
        ip netns add $name
        trap 'ip netns del $name' EXIT
        ip -n $name link add eth0 type veth peer name port
        tc -n $name qdisc add dev eth0 root tbf rate 1gbit burst 70000 latency 20ms
        """;

    private static readonly string? Missing = Probe();

    public FactWithHostsAttribute() => Skip = Missing;

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return "network namespaces need Linux and root";
        try
        {
            ToolProcess trial = ToolProcess.Run("bash", ["-c", Trial]);
            return trial.ExitCode == 0 ? null : trial.Error.Split('\n')[0];
        }
        catch (Win32Exception)
        {
            return "bash is not installed";
        }
    }
}
