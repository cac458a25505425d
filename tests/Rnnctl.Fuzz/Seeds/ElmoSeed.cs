using PureHDF;

namespace Rnnctl.Fuzz.Seeds;

/// <summary>The two files of a tiny ELMo in the published layout: one layer of two units in each direction.</summary>
internal static class ElmoSeed
{
    private const string Options = """
        {
          "lstm": {"cell_clip": 3, "proj_clip": 3, "use_skip_connections": true, "n_layers": 1, "projection_dim": 2, "dim": 2},
          "char_cnn": {
            "embedding": {"dim": 2}, "filters": [[1, 2]], "n_highway": 1, "n_characters": 262, "max_characters_per_token": 50, "activation": "relu"
          }
        }
        """;

    /// <summary>Writes both files.</summary>
    public static void Write(string options, string weights)
    {
        File.WriteAllText(options, Options);
        new H5File
        {
            ["char_embed"] = Dataset(261, 2),
            ["CNN"] = new H5Group { ["W_cnn_0"] = Dataset(1, 1, 2, 2), ["b_cnn_0"] = Dataset(2) },
            ["CNN_high_0"] = new H5Group
            {
                ["W_carry"] = Dataset(2, 2),
                ["b_carry"] = Dataset(2),
                ["W_transform"] = Dataset(2, 2),
                ["b_transform"] = Dataset(2),
            },
            ["CNN_proj"] = new H5Group { ["W_proj"] = Dataset(2, 2), ["b_proj"] = Dataset(2) },
            ["RNN_0"] = Direction(),
            ["RNN_1"] = Direction(),
        }.Write(weights);
    }

    private static H5Group Direction()
    {
        var lstm = new H5Group { ["W_0"] = Dataset(4, 8), ["B"] = Dataset(8), ["W_P_0"] = Dataset(2, 2) };
        return new H5Group { ["RNN"] = new H5Group { ["MultiRNNCell"] = new H5Group { ["Cell0"] = new H5Group { ["LSTMCell"] = lstm } } } };
    }

    private static H5Dataset Dataset(params int[] shape)
    {
        int count = shape.Aggregate(1, (product, dimension) => product * dimension);
        return new H5Dataset(
            Enumerable.Range(0, count).Select(place => (place % 7 / 7f) - 0.4f).ToArray(), fileDims: [.. shape.Select(dimension => (ulong)dimension)]);
    }
}
