namespace Rnnctl.Onnx.Graphs;

/// <summary>A parameter of a model, or what is made of one before it is written.</summary>
/// <param name="Name">The parameter's name, which its initializer has in the graph; a matrix made of it has a name of its own.</param>
/// <param name="Rows">The rows; 1 for a vector.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Values">The numbers, row after row.</param>
internal sealed record WeightMatrix(string Name, int Rows, int Columns, float[] Values)
{
    /// <summary>The matrix with rows and columns exchanged.</summary>
    public WeightMatrix Transposed()
    {
        float[] values = new float[Values.Length];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++) values[((long)column * Rows) + row] = Values[((long)row * Columns) + column];
        }

        return new WeightMatrix(Name + ".transposed", Columns, Rows, values);
    }

    /// <summary>Some consecutive rows.</summary>
    public WeightMatrix SliceRows(int first, int rows) => first == 0 && rows == Rows
        ? this
        : new WeightMatrix($"{Name}.rows_{first}_{rows}", rows, Columns, Values[(first * Columns)..((first + rows) * Columns)]);

    /// <summary>Some consecutive columns.</summary>
    public WeightMatrix SliceColumns(int first, int columns)
    {
        if (first == 0 && columns == Columns) return this;
        float[] values = new float[Rows * columns];
        for (int row = 0; row < Rows; row++) Array.Copy(Values, ((long)row * Columns) + first, values, (long)row * columns, columns);
        return new WeightMatrix($"{Name}.columns_{first}_{columns}", Rows, columns, values);
    }

    /// <summary>The same numbers in another order of equal blocks of a vector or of a matrix' rows: the blocks are a cell's gates.</summary>
    /// <param name="order">For each block of the result the number of the block that it was.</param>
    /// <param name="blocks">The number of blocks of this matrix.</param>
    public float[] Blocks(ReadOnlySpan<int> order, int blocks)
    {
        int size = Values.Length / blocks;
        float[] values = new float[order.Length * size];
        for (int block = 0; block < order.Length; block++) Array.Copy(Values, order[block] * size, values, block * size, size);
        return values;
    }
}
