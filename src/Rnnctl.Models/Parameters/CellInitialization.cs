using Rnnctl.Compute.Cells;

namespace Rnnctl.Models.Parameters;

/// <summary>How the parameters of a recurrent cell start.</summary>
public static class CellInitialization
{
    /// <summary>
    /// Input and output weights as Glorot has them and recurrent weights orthogonal, gate by gate, but as Glorot has them where they are not square; biases 0,
    /// but the forget gate's 1; peepholes 0, so that a cell starts as the one without; gains of layer normalisation 1; a learnt initial state 0.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <param name="parameter">Which of its parameters.</param>
    public static InitialValue Of(CellDefinition cell, CellParameter parameter) => parameter.Kind switch
    {
        CellParameterKind.InputWeight or CellParameterKind.OutputWeight => new InitialValue(Distribution.Glorot, cell.Gates),
        CellParameterKind.RecurrentWeight when parameter.Rows != cell.Gates * parameter.Columns => new InitialValue(Distribution.Glorot, cell.Gates),
        CellParameterKind.RecurrentWeight => new InitialValue(Distribution.Orthogonal, cell.Gates),
        CellParameterKind.InputBias => new InitialValue(Distribution.Zero, cell.Gates, cell.ForgetGate),
        CellParameterKind.InputGain or CellParameterKind.RecurrentGain => new InitialValue(Distribution.Zero, OnesBlock: 0),
        _ => new InitialValue(Distribution.Zero),
    };

    /// <summary>The parameters of one direction of a layer, with PyTorch's names and shapes.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="parameters">The layer's parameters.</param>
    /// <param name="prefix">How their names start: <c>encoder.</c>.</param>
    /// <param name="suffix">How they end: <c>_l0_reverse</c>.</param>
    public static IEnumerable<ParameterShape> Shapes(CellDefinition cell, IEnumerable<CellParameter> parameters, string prefix, string suffix) =>
        parameters.Select(parameter => new ParameterShape(
            prefix + parameter.Name + suffix,
            parameter.IsVector ? [parameter.Columns] : [parameter.Rows, parameter.Columns],
            Of(cell, parameter)));
}
