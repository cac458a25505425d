using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Inference.Tracing;

/// <summary>Reads the values of a packed batch from the device, sentence by sentence.</summary>
internal static class TraceReader
{
    /// <summary>The traces of the sentences of a batch, <c>[sentences][layers]</c>.</summary>
    /// <param name="backend">The device that holds the values.</param>
    /// <param name="layers">The values by layer and direction, each <c>[N, width]</c>.</param>
    /// <param name="lengths">The number of tokens of each sentence.</param>
    /// <param name="rowOf">The row of a token of a sentence, in a direction.</param>
    public static IReadOnlyList<LayerTrace>[] Read(
        Backend<float> backend, IEnumerable<LayerValues<float>> layers, ReadOnlySpan<int> lengths, TracedRow rowOf)
    {
        var traces = new List<LayerTrace>[lengths.Length];
        for (int place = 0; place < traces.Length; place++) traces[place] = [];
        foreach (LayerValues<float> layer in layers)
        {
            float[][] rows = [.. layer.Values.Select(value => Download(backend, value))];
            for (int place = 0; place < traces.Length; place++)
            {
                int tokens = lengths[place];
                TracedNumbers[] values = [.. layer.Values.Select(value => NewNumbers(value, tokens))];
                for (int token = 0; token < tokens; token++)
                {
                    int row = rowOf(place, token, layer.IsReverse);
                    for (int i = 0; i < values.Length; i++)
                    {
                        int width = values[i].Width;
                        rows[i].AsSpan(row * width, width).CopyTo(values[i].Numbers.AsSpan(token * width));
                    }
                }

                traces[place].Add(new LayerTrace(layer.Layer + 1, layer.IsReverse, values));
            }
        }

        return traces;
    }

    private static TracedNumbers NewNumbers(TracedValue<float> value, int tokens) =>
        new(value.Name, value.Rows.Columns, new float[TensorSize.Of(tokens, value.Rows.Columns)]);

    private static float[] Download(Backend<float> backend, TracedValue<float> value)
    {
        var numbers = new float[value.Rows.Count];
        backend.Download(value.Rows, numbers.AsSpan());
        return numbers;
    }
}

/// <summary>The row of a token of a sentence in a packed batch.</summary>
/// <param name="place">The place of the sentence in the batch.</param>
/// <param name="token">The token, from 0 in the order of the text.</param>
/// <param name="isReverse">Whether the direction reads from the last token to the first.</param>
internal delegate int TracedRow(int place, int token, bool isReverse);
