using ILGPU;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// Sorts the rows by their ids; rows with equal ids keep their order. The rank of a row is the number of rows before it. Each thread counts them for its row: a
/// batch has only a few thousand rows.
/// </summary>
internal readonly struct SortIdsKernel(ArrayView<int> ids, int count, ArrayView<int> order) : IElementKernel
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int id = ids[index], rank = 0;
        for (int other = 0; other < count; other++)
        {
            int otherId = ids[other];
            if (otherId < id || (otherId == id && other < index)) rank++;
        }

        order[rank] = index;
    }
}
