namespace Rnnctl.Compute.Recurrence;

/// <summary>The number of a fused cell's leading gates that take part in a recurrent product.</summary>
public static class RecurrentGates
{
    /// <summary>
    /// The number of gates with a product of h' that is added to W x + b: all gates, or all but the last if its term is separate or is a product of r ⊙ h'.
    /// </summary>
    public static int OfHidden<TCell>()
        where TCell : struct, IFusedCell => TCell.HasSeparateRecurrentTerm || TCell.ResetsBefore ? TCell.Gates - 1 : TCell.Gates;

    /// <summary>The number of gates whose recurrent term and bias are added to W x + b: all gates, or all but the last if its term is separate.</summary>
    public static int AddedToInput<TCell>()
        where TCell : struct, IFusedCell => TCell.HasSeparateRecurrentTerm ? TCell.Gates - 1 : TCell.Gates;
}
