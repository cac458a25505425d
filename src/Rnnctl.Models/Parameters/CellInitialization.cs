using Rnnctl.Compute.Cells;

namespace Rnnctl.Models.Parameters;

/// <summary>The initial values of a recurrent cell's parameters.</summary>
public static class CellInitialization
{
    /// <summary>
    /// Gate by gate: input and output weights are Glorot, recurrent weights are orthogonal, or Glorot if they are not square. A projection is Glorot. Biases
    /// are 0, but the forget gate's is 1. Peepholes are 0, so that the cell starts like one without them. Gains of layer normalisation are 1; a learnt initial
    /// state is 0.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <param name="parameter">One of its parameters.</param>
    public static InitialValue Of(CellDefinition cell, CellParameter parameter) => parameter.Kind switch
    {
        CellParameterKind.InputWeight or CellParameterKind.OutputWeight => new InitialValue(Distribution.Glorot, cell.Gates),
        CellParameterKind.RecurrentWeight when parameter.Rows != cell.Gates * parameter.Columns => new InitialValue(Distribution.Glorot, cell.Gates),
        CellParameterKind.RecurrentWeight => new InitialValue(Distribution.Orthogonal, cell.Gates),
        CellParameterKind.ProjectionWeight => new InitialValue(Distribution.Glorot),
        CellParameterKind.InputBias => new InitialValue(Distribution.Zero, cell.Gates, cell.ForgetGate),
        CellParameterKind.InputGain or CellParameterKind.RecurrentGain => new InitialValue(Distribution.Zero, OnesBlock: 0),
        _ => new InitialValue(Distribution.Zero),
    };

    /// <summary>The parameters of one direction of a layer, with PyTorch's names and shapes.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="parameters">The layer's parameters.</param>
    /// <param name="prefix">The prefix of their names: <c>encoder.</c>.</param>
    /// <param name="suffix">The suffix of their names: <c>_l0_reverse</c>.</param>
    public static IEnumerable<ParameterShape> Shapes(CellDefinition cell, IEnumerable<CellParameter> parameters, string prefix, string suffix) =>
        parameters.Select(parameter => new ParameterShape(
            prefix + parameter.Name + suffix,
            parameter.IsVector ? [parameter.Columns] : [parameter.Rows, parameter.Columns],
            Of(cell, parameter)));
}
