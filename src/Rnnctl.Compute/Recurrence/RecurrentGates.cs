namespace Rnnctl.Compute.Recurrence;

/// <summary>Which of a fused cell's gates, counted from the first, take what part in the recurrent product.</summary>
public static class RecurrentGates
{
    /// <summary>How many have a product of h': all, or all but a last one that keeps its product apart or has one of r ⊙ h'.</summary>
    public static int OfHidden<TCell>()
        where TCell : struct, IFusedCell => TCell.HasSeparateRecurrentTerm || TCell.ResetsBefore ? TCell.Gates - 1 : TCell.Gates;

    /// <summary>How many have their product and its bias added to W x + b: all, or all but a last one that keeps them apart.</summary>
    public static int AddedToInput<TCell>()
        where TCell : struct, IFusedCell => TCell.HasSeparateRecurrentTerm ? TCell.Gates - 1 : TCell.Gates;
}
