using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>Random masks on the state of a recurrent layer during training. A key determines the masks, as for dropout.</summary>
/// <param name="RecurrentDropout">
/// The probability that a unit of h' is dropped from the recurrent product. One mask per sequence serves all steps and all gates (Gal and Ghahramani 2016).
/// </param>
/// <param name="Zoneout">The probability that a unit of h or of c keeps its previous value at a step (Krueger et al. 2017).</param>
/// <param name="Key">
/// The key of the layer's masks, with a site below 65536. Null outside training: then no unit is dropped, and zoneout takes the expected value.
/// </param>
public readonly record struct StateNoise(double RecurrentDropout, double Zoneout, DropoutKey? Key)
{
    private const int RecurrentDropoutSite = 1;
    private const int HiddenZoneoutSite = 3;
    private const int MemoryZoneoutSite = 5;

    /// <summary>The mask that multiplies h' of each sequence before the recurrent product, <c>[sequences, H]</c>; empty without recurrent dropout.</summary>
    internal Variable<T> HiddenMask<T>(Tape<T> tape, PackedSteps steps, int hidden, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (RecurrentDropout == 0 || !IsLearning(tape)) return default;
        return Variable<T>.Constant(Mask(tape, 1 - RecurrentDropout, tape.NewIds(steps.Numbers), hidden, RecurrentDropoutSite, reverse));
    }

    /// <summary>The zoneout mask s of h for each token, in h = h' + s ⊙ (h~ - h'), <c>[N, H]</c>; empty without zoneout.</summary>
    internal Variable<T> HiddenUpdates<T>(Tape<T> tape, PackedSteps steps, int hidden, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T> => Updates(tape, steps, hidden, HiddenZoneoutSite, reverse);

    /// <summary>The zoneout mask of c for each token.</summary>
    internal Variable<T> MemoryUpdates<T>(Tape<T> tape, PackedSteps steps, int hidden, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T> => Updates(tape, steps, hidden, MemoryZoneoutSite, reverse);

    private bool IsLearning<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T> => Key is not null && tape.Recording;

    /// <summary>During training 0 with the probability P of zoneout, else 1; outside training the mean of this, 1 - P.</summary>
    private Variable<T> Updates<T>(Tape<T> tape, PackedSteps steps, int hidden, int site, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Zoneout == 0) return default;
        if (IsLearning(tape))
        {
            Tensor<T> mask = Mask(tape, 1 - Zoneout, tape.NewRowNumbers(steps), hidden, site, reverse);
            tape.Backend.Map(default(Kept), mask, mask, mask);
            return Variable<T>.Constant(mask);
        }

        Tensor<T> mean = tape.NewTensor(steps.Tokens, hidden);
        tape.Backend.Fill(mean, T.CreateChecked(1 - Zoneout));
        return Variable<T>.Constant(mean);
    }

    private Tensor<T> Mask<T>(Tape<T> tape, double keep, Tensor<int> numbers, int columns, int site, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DropoutKey layer = Key!.Value;
        Tensor<T> mask = tape.NewTensor(numbers.Columns, columns);
        tape.Backend.DropoutMask(layer with { Site = layer.Site + ((uint)(site + (reverse ? 1 : 0)) << 16) }, keep, numbers, mask);
        return mask;
    }

    /// <summary>Maps a dropout mask to 1 for kept elements and 0 for dropped ones.</summary>
    internal readonly struct Kept : IFormula
    {
        TReal IFormula.Apply<TReal>(TReal y, TReal a, TReal b) => TReal.Heaviside(a);
    }
}
