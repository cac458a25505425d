using Xunit.Abstractions;

namespace Rnnctl.Testing;

/// <summary>Starts the classes with the longest tests first. Started last, such a test runs alone at the end, and the other processors wait for it.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
        ["PackageTests", "LibraryTests", "GpuScriptTests", "FiguresTests", "KernelCompilationTests", "FuzzerTests", "KillTests"];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(Rank);

    private static int Rank(ITestCollection collection)
    {
        int rank = Array.FindIndex(Longest, name => collection.DisplayName.EndsWith($".{name}", StringComparison.Ordinal));
        return rank < 0 ? Longest.Length : rank;
    }
}
