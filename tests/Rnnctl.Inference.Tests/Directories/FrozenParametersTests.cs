using Rnnctl.Inference.Directories;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Directories;

/// <summary>The names of <c>--freeze</c>.</summary>
public class FrozenParametersTests
{
    private static readonly ParameterShape[] Shapes =
    [
        .. new[] { "embedding.weight", "encoder.weight_hh_l0", "encoder.weight_hh_l0_reverse", "encoder.bias_ih_l0", "output.weight" }
            .Select(name => new ParameterShape(name, [2, 2], new InitialValue(Distribution.Zero))),
    ];

    [Theory]
    [InlineData("embedding.weight", "embedding.weight")]
    [InlineData("embedding", "embedding.weight")]
    [InlineData("e", "embedding.weight encoder.weight_hh_l0 encoder.weight_hh_l0_reverse encoder.bias_ih_l0")]
    [InlineData("encoder.weight_hh_l0", "encoder.weight_hh_l0")]
    [InlineData("encoder.weight", "encoder.weight_hh_l0 encoder.weight_hh_l0_reverse")]
    [InlineData("output encoder.bias", "encoder.bias_ih_l0 output.weight")]
    public void A_name_is_that_of_a_parameter_or_else_the_beginning_of_several(string names, string frozen) =>
        Assert.Equal(frozen.Split(' '), FrozenParameters.In(Shapes, names).Where(shape => shape.Frozen).Select(shape => shape.Name));

    [Fact]
    public void Without_names_the_parameters_are_as_they_were()
    {
        ParameterShape[] shapes = [Shapes[0] with { Frozen = true }, Shapes[1]];
        Assert.Same(shapes, FrozenParameters.In(shapes, names: null));
        Assert.Equal([true, false], FrozenParameters.In([.. shapes, Shapes[2]], Shapes[2].Name).Take(2).Select(shape => shape.Frozen));
    }

    [Theory]
    [InlineData("embeding")]
    [InlineData("embedding.weights")]
    [InlineData("output encodr")]
    [InlineData("")]
    public void A_name_of_no_parameter_is_refused_with_those_that_there_are(string names)
    {
        string wrong = names.Split(' ')[^1];
        Assert.Equal(
            $"--freeze: no parameter's name is or begins with '{wrong}', expected one of embedding.weight, encoder.weight_hh_l0, "
            + "encoder.weight_hh_l0_reverse, encoder.bias_ih_l0, output.weight",
            Assert.Throws<InputException>(() => FrozenParameters.In(Shapes, names)).Message);
    }

    [Fact]
    public void At_least_one_parameter_learns() => Assert.Equal(
        "--freeze: no parameter is left that learns",
        Assert.Throws<InputException>(() => FrozenParameters.In(Shapes, "embedding encoder output")).Message);
}
