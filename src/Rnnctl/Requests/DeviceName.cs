namespace Rnnctl.Requests;

/// <summary>A device as the user typed it: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Index">Which of several of that kind, from 0.</param>
internal readonly record struct DeviceName(DeviceKind Kind, int Index);
