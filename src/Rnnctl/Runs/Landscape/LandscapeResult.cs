namespace Rnnctl.Runs.Landscape;

/// <summary>What <c>rnnctl landscape --json</c> prints.</summary>
/// <param name="Device">What computed.</param>
/// <param name="X">The title of the axis to the right.</param>
/// <param name="Y">The title of the axis upwards.</param>
/// <param name="Model">Where the model stands.</param>
/// <param name="Least">The point of the grid with the least loss; null where no loss is finite.</param>
/// <param name="Greatest">The point of the grid with the greatest loss; likewise.</param>
/// <param name="Points">All points, row after row.</param>
internal sealed record LandscapeResult(
    string Device, string X, string Y, LandscapePoint Model, LandscapePoint? Least, LandscapePoint? Greatest, IReadOnlyList<LandscapePoint> Points);
