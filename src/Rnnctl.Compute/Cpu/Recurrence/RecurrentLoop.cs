using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>
/// The loop over time of a fused recurrent layer. Directions and slices of sequences are independent: each thread runs its share of them through all time
/// steps.
/// </summary>
internal static unsafe class RecurrentLoop<T, TLanes, TCell>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TCell : struct, IFusedCell
{
    /// <summary>Runs all passes forward or backward. They share one packed batch and the sizes of one cell.</summary>
    public static void Run(
        ThreadTeam team, Scratch<T> scratch, KeptPanels<T, TLanes> kept, ReadOnlySpan<RecurrentPass<T>> passes, bool forward)
    {
        PackedSteps steps = passes[0].Steps;
        int hidden = passes[0].Gates.Columns / TCell.Gates, width = passes[0].Hidden.Columns, widest = Math.Max(hidden, width);
        int slices = Math.Max(1, team.Threads / passes.Length);
        long panelLength = TCell.HasRecurrentWeight ? RecurrentPanels<T, TLanes, TCell>.Length(hidden, width) : 0;
        T* memory = scratch.Rent((passes.Length * panelLength) + ((1L + (passes.Length * slices)) * widest));
        T* zeros = memory + (passes.Length * panelLength);
        new Span<T>(zeros, widest).Clear();

        var panels = stackalloc RecurrentPanels<T, TLanes, TCell>[passes.Length];
        var slicePasses = stackalloc SlicePass<T, TLanes, TCell>[passes.Length * slices];
        fixed (int* offsets = steps.Offsets)
        {
            for (int p = 0; p < passes.Length; p++)
            {
                var pass = new PassMatrices<T>(passes[p]);
                panels[p] = Panels(kept, passes[p], memory + (p * panelLength), forward);
                for (int slice = 0; slice < slices; slice++)
                {
                    int index = (p * slices) + slice;
                    TimeWalk walk = Walk(offsets, steps, pass.Reverse, pass.Window, slice, slices);
                    slicePasses[index] = new(pass, panels[p], walk, zeros, zeros + ((1L + index) * widest));
                }
            }

            long weights = (long)passes.Length * TCell.Gates * hidden * width;
            if (TCell.HasRecurrentWeight) team.Run(new PackJob(panels, passes.Length), weights);
            team.Run(new WalkJob(slicePasses, passes.Length * slices, forward), ThreadTeam.NumbersOfProduct(steps.Tokens, weights, 1));
        }
    }

    private static RecurrentPanels<T, TLanes, TCell> Panels(KeptPanels<T, TLanes> kept, in RecurrentPass<T> pass, T* memory, bool forward)
    {
        if (!TCell.HasRecurrentWeight) return default;
        bool isKept = forward && kept.IsKept(MatrixOperand<T>.Transpose(pass.RecurrentWeight))
            && (!TCell.HasProjection || kept.IsKept(MatrixOperand<T>.Transpose(pass.Projection)))
            && (!TCell.HasMemoryProducts || kept.IsKept(MatrixOperand<T>.Transpose(pass.Peephole)));
        return isKept
            ? RecurrentPanels<T, TLanes, TCell>.Kept(kept, pass.RecurrentWeight, pass.Projection, pass.Peephole)
            : new(memory, new Matrix<T>(pass.RecurrentWeight), new Matrix<T>(pass.Projection), new Matrix<T>(pass.Peephole), forward);
    }

    private static TimeWalk Walk(int* offsets, PackedSteps steps, bool reverse, int window, int slice, int slices)
    {
        int first = SequenceSlices.Start(steps.Lengths, steps.Tokens, slice, slices);
        int last = SequenceSlices.Start(steps.Lengths, steps.Tokens, slice + 1, slices);
        return new TimeWalk(offsets, steps.Steps, reverse, window, first, last);
    }

    private readonly struct PackJob(RecurrentPanels<T, TLanes, TCell>* panels, int count) : IParallelJob
    {
        public void Run(int part, int parts)
        {
            for (int i = 0; i < count; i++) panels[i].Pack(part, parts);
        }
    }

    private readonly struct WalkJob(SlicePass<T, TLanes, TCell>* slicePasses, int count, bool forward) : IParallelJob
    {
        public void Run(int part, int parts)
        {
            (int first, int last) = Share.Of(count, part, parts);
            for (int i = first; i < last; i++)
            {
                if (forward) slicePasses[i].RunForward();
                else slicePasses[i].RunBackward();
            }
        }
    }
}
