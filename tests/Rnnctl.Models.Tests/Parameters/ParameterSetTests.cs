using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Tests.Parameters;

public sealed class ParameterSetTests : IDisposable
{
    private static readonly ParameterShape[] Shapes =
    [
        new("weight", [3, 7], new InitialValue(Distribution.Glorot)),
        new("bias", [16], new InitialValue(Distribution.Zero, Blocks: 1, OnesBlock: 0)),
        new("scalar", [1], new InitialValue(Distribution.Embedding)),
    ];

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 2);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Each_parameter_starts_at_a_cache_line()
    {
        using var set = new ParameterSet<float>(_backend, Shapes, learning: true);
        Assert.Equal([0, 32, 48], Shapes.Select(shape => set.OffsetOf(shape.Name)));
        Assert.Equal(64, set.Length);
        Assert.Equal(38, set.Count);
        Assert.Equal((1, 64), (set.Values.Rows, set.Values.Columns));
        Assert.Equal((1, 64), (set.Gradients.Rows, set.Gradients.Columns));
    }

    [Fact]
    public void A_vector_is_one_row_and_a_matrix_as_PyTorch_has_it()
    {
        using var set = new ParameterSet<float>(_backend, Shapes, learning: true);
        Assert.Equal((3, 7), (set["weight"].Rows, set["weight"].Columns));
        Assert.Equal((1, 16), (set["bias"].Rows, set["bias"].Columns));
        Assert.Equal(set["weight"].Value with { Storage = set.Gradients.Storage }, set["weight"].Gradient);
    }

    [Fact]
    public void Written_values_are_read_back_and_are_at_their_offset()
    {
        using var set = new ParameterSet<float>(_backend, Shapes, learning: true);
        foreach (ParameterShape shape in Shapes) set.Write(shape.Name, Numbers(shape));
        float[] whole = All(set.Values);
        foreach (ParameterShape shape in Shapes)
        {
            var read = new float[shape.Count];
            set.Read(shape.Name, read);
            Assert.Equal(Numbers(shape), read);
            Assert.Equal(read, whole.AsSpan(set.OffsetOf(shape.Name), shape.Count).ToArray());
        }

        Assert.Equal(new float[11], whole[21..32]);
        Assert.Equal(new float[15], whole[49..]);
    }

    [Fact]
    public void Frozen_parameters_come_last_and_have_no_gradients()
    {
        ParameterShape[] shapes = [Shapes[0] with { Frozen = true }, Shapes[1], Shapes[2]];
        using var set = new ParameterSet<float>(_backend, shapes, learning: true);
        Assert.Equal([32, 0, 16], shapes.Select(shape => set.OffsetOf(shape.Name)));
        Assert.Equal((64, 32, 38L), (set.Length, set.LearntLength, set.Count));
        Assert.Equal((32, 32), (set.Gradients.Columns, set.DenseValues.Columns));
        Assert.Equal([false, true, true], shapes.Select(shape => set[shape.Name].HasGradient));

        // The same numbers as without freezing: they follow from the parameter's number in the model.
        using var whole = new ParameterSet<float>(_backend, Shapes, learning: true);
        set.Initialize(seed: 3);
        whole.Initialize(seed: 3);
        foreach (ParameterShape shape in shapes) Assert.Equal(All(whole[shape.Name].Value), All(set[shape.Name].Value));
    }

    [Fact]
    public void Tables_by_rows_follow_the_dense_parameters_and_have_no_dense_gradients()
    {
        ParameterShape[] shapes =
        [
            Shapes[0] with { ByRows = true }, Shapes[1] with { ByRows = true }, Shapes[2], Shapes[0] with { Name = "other", Frozen = true, ByRows = true },
        ];
        using var set = new ParameterSet<float>(_backend, shapes, learning: true);
        Assert.Equal([16, 48, 0, 64], shapes.Select(shape => set.OffsetOf(shape.Name)));
        Assert.Equal((16, 64, 96), (set.DenseLength, set.LearntLength, set.Length));
        Assert.Equal((16, 16), (set.Gradients.Columns, set.DenseValues.Columns));
        Assert.Equal([true, true, true, false], shapes.Select(shape => set[shape.Name].HasGradient));
        Assert.Equal([(3, 7), (16, 1)], set.Tables.ToArray().Select(table => (table.Value.Rows, table.Value.Columns)));
        Assert.Same(set.Tables[1].Gradient, set["bias"].AsColumn().RowGradient);

        // Of a set that does not learn, all are constants.
        using var constants = new ParameterSet<float>(_backend, shapes, learning: false);
        Assert.All(shapes, shape => Assert.False(constants[shape.Name].HasGradient));
    }

    [Fact]
    public void Initial_values_leave_the_gaps_at_zero()
    {
        using var set = new ParameterSet<float>(_backend, Shapes, learning: true);
        set.Initialize(seed: 3);
        float[] whole = All(set.Values);
        Assert.DoesNotContain(0f, whole[..21]);
        Assert.Equal(Enumerable.Repeat(1f, 16), whole[32..48]);
        Assert.Equal(new float[11], whole[21..32]);
        Assert.Equal(new float[15], whole[49..]);
        Assert.Equal(new float[64], All(set.Gradients));
    }

    [Fact]
    public void Initial_values_depend_only_on_the_parameters_place()
    {
        using var set = new ParameterSet<float>(_backend, Shapes, learning: false);
        using var shorter = new ParameterSet<float>(_backend, [Shapes[0], Shapes[2]], learning: false);
        set.Initialize(seed: 3);
        shorter.Initialize(seed: 3);
        Assert.Equal(All(set.Values)[..21], All(shorter.Values)[..21]);
        Assert.Equal((float)Initialization.Draw(Shapes[2], seed: 3, place: 2)[0], All(set.Values)[48]);
        Assert.Equal((float)Initialization.Draw(Shapes[2], seed: 3, place: 1)[0], All(shorter.Values)[32]);
    }

    [Fact]
    public void A_set_that_does_not_learn_has_no_gradients()
    {
        using var set = new ParameterSet<float>(_backend, Shapes, learning: false);
        Assert.True(set.Gradients.IsEmpty);
        Assert.False(set["weight"].HasGradient);
    }

    [Fact]
    public void An_unknown_name_is_an_error()
    {
        using var set = new ParameterSet<float>(_backend, Shapes, learning: false);
        Assert.Throws<KeyNotFoundException>(() => set["other"]);
    }

    [Fact]
    public void Parameters_too_large_for_a_tensor_are_an_error()
    {
        var wide = new ParameterShape("embedding.weight", [65_537, 65_536], new InitialValue(Distribution.Zero));
        Assert.Contains("[65537, 65536] would have 4,295,032,832 elements", Assert.Throws<DeviceMemoryException>(() => wide.Count).Message);

        // Each fits by itself.
        ParameterShape[] several = [.. Enumerable.Range(0, 3).Select(i => new ParameterShape($"{i}", [30_000, 30_000], new InitialValue(Distribution.Zero)))];
        Assert.Contains("2,700,000,000", Assert.Throws<DeviceMemoryException>(() => new ParameterSet<float>(_backend, several, learning: false)).Message);
    }

    private static float[] Numbers(ParameterShape shape) => [.. Enumerable.Range(1, shape.Count).Select(i => i + (0.5f * shape.Count))];

    private float[] All(Tensor<float> tensor)
    {
        var values = new float[tensor.Count];
        _backend.Download(tensor, values.AsSpan());
        return values;
    }
}
