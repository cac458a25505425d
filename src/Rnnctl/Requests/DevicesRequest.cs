namespace Rnnctl.Requests;

/// <summary>What <c>rnnctl devices</c> was asked to do.</summary>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record DevicesRequest(bool Json);
