using Rnnctl.Compute.Cells;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;

namespace Rnnctl.Models.Tests.Parameters;

public class InitializationTests
{
    private const int Hidden = 9;

    [Fact]
    public void Each_gate_of_the_recurrent_weights_is_orthogonal()
    {
        // At the top of a tagger jordan's recurrent weight reads the labels.
        foreach (CellDefinition cell in CellCatalog.All.Where(cell => HasRecurrentWeight(cell) && cell.Name != "jordan"))
        {
            double[] weights = DrawOf(cell, "encoder.weight_hh_l0");
            Assert.Equal(cell.Gates * Hidden * Hidden, weights.Length);
            double[][] gates = [.. weights.Chunk(Hidden * Hidden)];
            Assert.All(gates, AssertOrthogonal);
            Assert.Equal(cell.Gates, gates.Select(gate => gate[0]).Distinct().Count());
        }
    }

    [Fact]
    public void A_recurrent_weight_that_is_not_square_has_Glorot_initialisation()
    {
        CellDefinition top = CellCatalog.Find("jordan")!.AtTop(labelsOfTagger: 4);
        CellParameter weight = top.Parameters(inputs: 1, Hidden).Single(parameter => parameter.Kind == CellParameterKind.RecurrentWeight);
        Assert.Equal((Hidden, 4), (weight.Rows, weight.Columns));
        Assert.Equal(Distribution.Glorot, CellInitialization.Of(top, weight).Distribution);
    }

    [Fact]
    public void Glorot_weights_fill_their_interval_evenly()
    {
        // Four gates of 50 rows and 30 columns each: the limit is that of one gate, √(6 / 80).
        double[] values = Draw([200, 30], new InitialValue(Distribution.Glorot, Blocks: 4));
        AssertUniform(values, Math.Sqrt(6.0 / 80));
    }

    [Fact]
    public void Embeddings_have_unit_length_on_average()
    {
        double[] values = Draw([500, 12], new InitialValue(Distribution.Embedding));
        AssertUniform(values, Math.Sqrt(3.0 / 12));
        Assert.Equal(1, values.Chunk(12).Average(row => row.Sum(x => x * x)), 0.05);
    }

    [Fact]
    public void Biases_are_zero_except_the_forget_gates_input_bias()
    {
        foreach (CellDefinition cell in CellCatalog.All)
        {
            double[] expected = new double[cell.Gates * Hidden];
            if (HasRecurrentWeight(cell)) Assert.Equal(expected, DrawOf(cell, "encoder.bias_hh_l0"));
            if (cell.ForgetGate >= 0) expected.AsSpan(cell.ForgetGate * Hidden, Hidden).Fill(1);
            Assert.Equal(expected, DrawOf(cell, "encoder.bias_ih_l0"));
        }
    }

    [Fact]
    public void The_forget_gate_of_an_lstm_is_the_second_in_PyTorchs_order()
    {
        Assert.Equal(
            [.. Enumerable.Repeat(0.0, Hidden), .. Enumerable.Repeat(1.0, Hidden), .. Enumerable.Repeat(0.0, 2 * Hidden)],
            DrawOf(CellCatalog.Find("lstm")!, "encoder.bias_ih_l0"));
    }

    [Theory]
    [InlineData(Distribution.Glorot)]
    [InlineData(Distribution.Orthogonal)]
    [InlineData(Distribution.Embedding)]
    public void Numbers_depend_on_the_seed_and_the_place(Distribution distribution)
    {
        var shape = new ParameterShape("weight", [6, 6], new InitialValue(distribution));
        double[] values = Initialization.Draw(shape, seed: 5, place: 2);
        Assert.Equal(values, Initialization.Draw(shape, seed: 5, place: 2));
        Assert.Empty(values.Intersect(Initialization.Draw(shape, seed: 6, place: 2)));
        Assert.Empty(values.Intersect(Initialization.Draw(shape, seed: 5, place: 3)));
    }

    [Fact]
    public void The_name_of_a_parameter_does_not_matter()
    {
        var shape = new ParameterShape("weight", [4, 4], new InitialValue(Distribution.Glorot));
        Assert.Equal(Initialization.Draw(shape, 5, 2), Initialization.Draw(shape with { Name = "other" }, 5, 2));
    }

    private static bool HasRecurrentWeight(CellDefinition cell) =>
        cell.Parameters(inputs: 1, Hidden).Any(parameter => parameter.Kind == CellParameterKind.RecurrentWeight);

    private static void AssertUniform(double[] values, double limit)
    {
        Assert.All(values, value => Assert.InRange(value, -limit, limit));
        double variance = limit * limit / 3;
        double deviation = Math.Sqrt(variance / values.Length);
        Assert.Equal(0, values.Average(), 5 * deviation);
        Assert.Equal(variance, values.Average(value => value * value), 0.05 * variance);
        Assert.True(values.Max() > 0.99 * limit);
        Assert.True(values.Min() < -0.99 * limit);
    }

    private static void AssertOrthogonal(double[] matrix)
    {
        double[][] rows = [.. matrix.Chunk(Hidden)];
        for (int row = 0; row < Hidden; row++)
        {
            for (int other = 0; other < Hidden; other++)
                Assert.Equal(row == other ? 1 : 0, rows[row].Zip(rows[other], (x, y) => x * y).Sum(), 1e-12);
        }
    }

    private static double[] Draw(int[] dimensions, InitialValue start) =>
        Initialization.Draw(new ParameterShape("weight", dimensions, start), seed: 7, place: 0);

    private static double[] DrawOf(CellDefinition cell, string name)
    {
        var architecture = new TaggerArchitecture(5, 3, 4, cell, Hidden, Layers: 1, Bidirectional: false, Dropout: 0);
        return Initialization.Draw(architecture.Parameters().Single(shape => shape.Name == name), seed: 7, place: 4);
    }
}
