using System.Numerics;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>
/// A linear chain for the CPU's loops. The transitions are copied to working memory, where every row fills whole registers. The padding is zero, and results
/// from it are not used.
/// </summary>
internal readonly unsafe struct ChainMatrices<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int* _offsets, _lengths, _ids;

    /// <summary>Copies the transitions to working memory of <see cref="Length"/>.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="ids">The tokens' labels, or <c>default</c>.</param>
    /// <param name="offsets">The packed batch's offsets, pinned.</param>
    /// <param name="lengths">The packed batch's lengths, pinned.</param>
    /// <param name="lanes">The number of elements in a register.</param>
    /// <param name="memory">The working memory.</param>
    public ChainMatrices(LinearChain<T> chain, Tensor<int> ids, int* offsets, int* lengths, int lanes, T* memory)
    {
        _offsets = offsets;
        _lengths = lengths;
        _ids = new Matrix<int>(ids).Pointer;
        Sequences = chain.Steps.Sequences;
        Labels = chain.Labels;
        Width = WidthOf(chain.Labels, lanes);
        Emissions = new Matrix<T>(chain.Emissions);
        Start = new Matrix<T>(chain.Start).Pointer;
        End = new Matrix<T>(chain.End).Pointer;
        Transitions = memory;
        var source = new Matrix<T>(chain.Transitions);
        for (int label = 0; label < Labels; label++)
        {
            var row = new Span<T>(memory + ((nint)label * Width), Width);
            new Span<T>(source.Row(label), Labels).CopyTo(row);
            row[Labels..].Clear();
        }
    }

    /// <summary>The number of sequences.</summary>
    public int Sequences { get; }

    /// <summary>The number of labels L.</summary>
    public int Labels { get; }

    /// <summary>L rounded up to whole registers.</summary>
    public int Width { get; }

    /// <summary>The emissions, <c>[N, L]</c>.</summary>
    public Matrix<T> Emissions { get; }

    /// <summary>The transitions, <c>[L, Width]</c>.</summary>
    public T* Transitions { get; }

    /// <summary>The scores of a first label, <c>[L]</c>.</summary>
    public T* Start { get; }

    /// <summary>The scores of a last label, <c>[L]</c>.</summary>
    public T* End { get; }

    /// <summary>The number of elements of working memory for the transitions.</summary>
    public static long Length(int labels, int lanes) => (long)labels * WidthOf(labels, lanes);

    /// <summary>Rounds a number of labels up to whole registers.</summary>
    public static int WidthOf(int labels, int lanes) => (labels + lanes - 1) / lanes * lanes;

    /// <summary>The number of tokens of a sequence.</summary>
    public int LengthOf(int sequence) => _lengths[sequence];

    /// <summary>The row of a sequence's token.</summary>
    public int Row(int sequence, int token) => _offsets[token] + sequence;

    /// <summary>The labels that a row's token may have.</summary>
    public LabelRange Allowed(int row) => _ids == null || _ids[row] < 0 ? new LabelRange(0, Labels) : new LabelRange(_ids[row], _ids[row] + 1);
}
