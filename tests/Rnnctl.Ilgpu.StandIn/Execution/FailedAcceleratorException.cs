// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using ILGPU.Runtime;

namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>A failure that a test asked for.</summary>
internal sealed class FailedAcceleratorException(string message) : AcceleratorException(message);
