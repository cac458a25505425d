namespace Rnnctl.Models.Tests.Layers;

/// <summary>What a direction of a layer carries from step to step.</summary>
/// <param name="Hidden">h.</param>
/// <param name="Memory">c of cells that have a memory; y of a Jordan network; else zeros that nothing reads.</param>
internal sealed record NaiveState(double[] Hidden, double[] Memory);
