using System.Globalization;

namespace Rnnctl.Models.Taggers;

/// <summary>
/// How the loss that a tagger without a conditional random field minimises differs from the cross-entropy: by smoothed labels (Szegedy et al. 2016), or by the
/// weights of the focal loss (Lin et al. 2017). The loss of an evaluation is the cross-entropy all the same.
/// </summary>
/// <param name="LabelSmoothing">ε, the share of the probability that is spread over all labels; 0 for none.</param>
/// <param name="Focal">γ, the exponent of the weight (1 - p)^γ; 0 for no weights. It excludes smoothing.</param>
public readonly record struct TaggerLoss(double LabelSmoothing, double Focal)
{
    /// <summary>The difference in words, after a comma; empty for the cross-entropy.</summary>
    public override string ToString()
    {
        if (LabelSmoothing > 0) return string.Create(CultureInfo.InvariantCulture, $", label smoothing {LabelSmoothing}");
        return Focal > 0 ? string.Create(CultureInfo.InvariantCulture, $", focal loss {Focal}") : "";
    }
}
