// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>Ends a thread that waits for a group of which another thread has failed. What reaches the caller is that failure.</summary>
internal sealed class BrokenGroupException : Exception;
