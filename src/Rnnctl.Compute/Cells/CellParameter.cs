namespace Rnnctl.Compute.Cells;

/// <summary>A parameter of a cell, in each direction of a layer.</summary>
/// <param name="Kind">Its role.</param>
/// <param name="Rows">The number of rows; 1 for a vector.</param>
/// <param name="Columns">The number of columns.</param>
public sealed record CellParameter(CellParameterKind Kind, int Rows, int Columns)
{
    /// <summary>The name; PyTorch's name if PyTorch has this parameter: <c>weight_ih</c>.</summary>
    public string Name => Kind switch
    {
        CellParameterKind.InputWeight => "weight_ih",
        CellParameterKind.RecurrentWeight => "weight_hh",
        CellParameterKind.InputBias => "bias_ih",
        CellParameterKind.RecurrentBias => "bias_hh",
        CellParameterKind.InputGain => "norm_ih",
        CellParameterKind.RecurrentGain => "norm_hh",
        CellParameterKind.InitialHidden => "initial_hidden",
        CellParameterKind.InitialMemory => "initial_memory",
        CellParameterKind.OutputWeight => "weight_ho",
        CellParameterKind.OutputBias => "bias_ho",
        CellParameterKind.ProjectionWeight => "weight_hr",
        _ => "weight_ch",
    };

    /// <summary>Whether the parameter is a vector.</summary>
    public bool IsVector => Kind is not (CellParameterKind.InputWeight or CellParameterKind.RecurrentWeight
        or CellParameterKind.PeepholeWeight or CellParameterKind.OutputWeight or CellParameterKind.ProjectionWeight);

    /// <summary>The parameters of a cell whose gates read the input and the previous hidden state: W, U, b and b'.</summary>
    /// <param name="gates">G, the number of gates.</param>
    /// <param name="inputs">I, the width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    public static IReadOnlyList<CellParameter> Recurrent(int gates, int inputs, int hidden) =>
    [
        new(CellParameterKind.InputWeight, gates * hidden, inputs),
        new(CellParameterKind.RecurrentWeight, gates * hidden, hidden),
        new(CellParameterKind.InputBias, 1, gates * hidden),
        new(CellParameterKind.RecurrentBias, 1, gates * hidden),
    ];

    /// <summary>The parameters of a cell whose gates read the input alone: W and b.</summary>
    /// <param name="gates">G, the number of gates.</param>
    /// <param name="inputs">I, the width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    public static IReadOnlyList<CellParameter> OfInput(int gates, int inputs, int hidden) =>
    [
        new(CellParameterKind.InputWeight, gates * hidden, inputs),
        new(CellParameterKind.InputBias, 1, gates * hidden),
    ];
}
