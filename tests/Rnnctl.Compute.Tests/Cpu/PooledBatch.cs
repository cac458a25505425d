using System.Numerics;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu;

/// <summary>A packed batch of small whole numbers, so that many are equal, whose largest are found by looking at every one.</summary>
internal sealed record PooledBatch(PackedSteps Steps, double[,] Values)
{
    public int Columns => Values.GetLength(1);

    /// <summary>A random batch of one to nine sequences.</summary>
    public static PooledBatch Draw(PhiloxRandom random)
    {
        var steps = new PackedSteps();
        steps.Assign([.. Enumerable.Range(0, 1 + random.Next(9)).Select(_ => 1 + random.Next(7)).OrderDescending()]);
        return new PooledBatch(steps, CpuDevices.Matrix(steps.Tokens, 1 + random.Next(40), (_, _) => random.Next(-2, 3)));
    }

    /// <summary>The row of the first largest value of every sequence and column, sequence after sequence.</summary>
    public int[] FirstLargest() =>
        [.. Enumerable.Range(0, Steps.Sequences).SelectMany(s => Enumerable.Range(0, Columns).Select(c => RowsOf(s).MaxBy(row => Values[row, c])))];

    /// <summary>Adds to each place of the largest values what belongs to it, rounded as T rounds.</summary>
    public void AddAt<T>(int[] rows, double[,] upstream, double[,] sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ref double sum = ref sums[rows[i], i % Columns];
            sum = double.CreateChecked(T.CreateChecked(sum) + T.CreateChecked(upstream[i / Columns, i % Columns]));
        }
    }

    private IEnumerable<int> RowsOf(int sequence) => Enumerable.Range(0, Steps.Lengths[sequence]).Select(step => Steps.Offset(step) + sequence);
}
