using System.Text.Json;

namespace Rnnctl.Tests.Library;

/// <summary>Vectors of the library beside those that <c>rnnctl embed</c> prints.</summary>
internal static class Vectors
{
    /// <summary>Requires the vectors of a line, each of a size.</summary>
    public static void RequireEqual(JsonElement line, IReadOnlyList<ReadOnlyMemory<float>> vectors, int size)
    {
        double[][] expected =
            [.. line.GetProperty("vectors").EnumerateArray().Select(one => one.EnumerateArray().Select(number => number.GetDouble()).ToArray())];
        Assert.Equal(expected.Length, vectors.Count);
        foreach ((double[] numbers, ReadOnlyMemory<float> vector) in expected.Zip(vectors))
        {
            Assert.Equal(size, vector.Length);
            Assert.All(numbers.Zip(vector.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }
}
