using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>What is done at random to a recurrent layer's state while it learns. The masks follow from a key alone, as those of dropout do.</summary>
/// <param name="RecurrentDropout">
/// The probability with which a unit of h' is dropped from the recurrent product, by one mask for each sequence, the same at all its steps and for all gates
/// (Gal and Ghahramani 2016).
/// </param>
/// <param name="Zoneout">The probability with which a unit of h, and one of c, keeps its previous value at a step (Krueger et al. 2017).</param>
/// <param name="Key">
/// What the layer's masks follow from, its place below 65536; null where the model runs without learning: then nothing is dropped, and the state is what
/// zoneout makes of it on average.
/// </param>
public readonly record struct StateNoise(double RecurrentDropout, double Zoneout, DropoutKey? Key)
{
    private const int HiddenMaskPlace = 1;
    private const int KeptHiddenPlace = 3;
    private const int KeptMemoryPlace = 5;

    /// <summary>Whether a layer on that tape does anything but its cell's equations.</summary>
    internal bool IsActiveOn<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T> => Zoneout > 0 || (RecurrentDropout > 0 && IsLearning(tape));

    /// <summary>What h' of each sequence is multiplied with before the recurrent product, <c>[sequences, H]</c>; empty where nothing is dropped.</summary>
    internal Variable<T> HiddenMask<T>(Tape<T> tape, int sequences, int hidden, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (RecurrentDropout == 0 || !IsLearning(tape)) return default;
        return Variable<T>.Constant(Mask(tape, 1 - RecurrentDropout, sequences, hidden, HiddenMaskPlace, reverse));
    }

    /// <summary>s of each token's h in h = h' + s ⊙ (h~ - h'), <c>[N, H]</c>; empty without zoneout.</summary>
    internal Variable<T> HiddenUpdates<T>(Tape<T> tape, int tokens, int hidden, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T> => Updates(tape, tokens, hidden, KeptHiddenPlace, reverse);

    /// <summary>s of each token's c, likewise.</summary>
    internal Variable<T> MemoryUpdates<T>(Tape<T> tape, int tokens, int hidden, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T> => Updates(tape, tokens, hidden, KeptMemoryPlace, reverse);

    private bool IsLearning<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T> => Key is not null && tape.Recording;

    /// <summary>In learning 0 with the probability P of zoneout and 1 otherwise, else the mean of that, 1 - P.</summary>
    private Variable<T> Updates<T>(Tape<T> tape, int tokens, int hidden, int place, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Zoneout == 0) return default;
        if (IsLearning(tape))
        {
            Tensor<T> mask = Mask(tape, 1 - Zoneout, tokens, hidden, place, reverse);
            tape.Backend.Map(default(Kept), mask, mask, mask);
            return Variable<T>.Constant(mask);
        }

        Tensor<T> mean = tape.NewTensor(tokens, hidden);
        tape.Backend.Fill(mean, T.CreateChecked(1 - Zoneout));
        return Variable<T>.Constant(mean);
    }

    private Tensor<T> Mask<T>(Tape<T> tape, double keep, int rows, int columns, int place, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DropoutKey layer = Key!.Value;
        Tensor<T> mask = tape.NewTensor(rows, columns);
        tape.Backend.DropoutMask(layer with { Site = layer.Site + ((uint)(place + (reverse ? 1 : 0)) << 16) }, keep, mask);
        return mask;
    }

    /// <summary>1 where a mask of dropout keeps, 0 where it drops.</summary>
    internal readonly struct Kept : IFormula
    {
        TReal IFormula.Apply<TReal>(TReal y, TReal a, TReal b) => TReal.Heaviside(a);
    }
}
