namespace Rnnctl.Requests;

/// <summary>What <c>rnnctl inspect</c> was asked to do.</summary>
/// <param name="Model">The model directory.</param>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record InspectRequest(string Model, bool Json);
