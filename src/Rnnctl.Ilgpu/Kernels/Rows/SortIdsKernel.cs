using ILGPU;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// The rows in the order of their ids, rows of equal ids in their own order. A row's rank is the number of rows that go before it, which every row
/// counts for itself: a batch has few thousand of them.
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
