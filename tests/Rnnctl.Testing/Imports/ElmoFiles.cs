using System.Globalization;
using PureHDF;

namespace Rnnctl.Testing.Imports;

/// <summary>A small ELMo with random weights, in the two files of the published layout. Tests spoil what they need before they write it.</summary>
internal sealed class ElmoFiles
{
    public const int CharacterSize = 3, Hidden = 5, Projection = 4, Highways = 2, Layers = 2;
    public const double CellClip = 0.6, ProjectionClip = 0.5;

    public static readonly (int Width, int Filters)[] Filters = [(1, 3), (2, 4), (4, 2)];

    public ElmoFiles(bool relu = true)
    {
        IsRelu = relu;
        int filters = Filters.Sum(bank => bank.Filters);
        Add("char_embed", 261, CharacterSize);
        for (int i = 0; i < Filters.Length; i++)
        {
            Add($"CNN/W_cnn_{i}", 1, Filters[i].Width, CharacterSize, Filters[i].Filters);
            Add($"CNN/b_cnn_{i}", Filters[i].Filters);
        }

        for (int i = 0; i < Highways; i++)
        {
            foreach (string gate in (string[])["carry", "transform"])
            {
                Add($"CNN_high_{i}/W_{gate}", filters, filters);
                Add($"CNN_high_{i}/b_{gate}", filters);
            }
        }

        Add("CNN_proj/W_proj", filters, Projection);
        Add("CNN_proj/b_proj", Projection);
        foreach (string cell in Directions.SelectMany(direction => Enumerable.Range(0, Layers).Select(layer => Cell(direction, layer))))
        {
            Add(cell + "W_0", 2 * Projection, 4 * Hidden);
            Add(cell + "B", 4 * Hidden);
            Add(cell + "W_P_0", Hidden, Projection);
        }
    }

    public static int[] Directions => [0, 1];

    public bool IsRelu { get; }

    public Dictionary<string, (int[] Shape, float[] Values)> Datasets { get; } = [];

    public string Options { get; set; } = "";

    public static string Cell(int direction, int layer) => $"RNN_{direction}/RNN/MultiRNNCell/Cell{layer}/LSTMCell/";

    /// <summary>Writes both files into a folder.</summary>
    public (string Options, string Weights) Write(TemporaryFolder folder)
    {
        string options = folder.Write("options.json", Options.Length > 0 ? Options : UsualOptions());
        string weights = folder["weights.hdf5"];
        var file = new H5File();
        foreach ((string name, (int[] shape, float[] values)) in Datasets)
        {
            string[] path = name.Split('/');
            H5Group group = file;
            foreach (string part in path[..^1])
            {
                if (!group.TryGetValue(part, out object? inner)) group[part] = inner = new H5Group();
                group = (H5Group)inner;
            }

            group[path[^1]] = new H5Dataset(values, fileDims: [.. shape.Select(dimension => (ulong)dimension)]);
        }

        file.Write(weights);
        return (options, weights);
    }

    public string UsualOptions()
    {
        string filters = string.Join(", ", Filters.Select(bank => $"[{bank.Width}, {bank.Filters}]"));
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "lstm": {
                "cell_clip": {{CellClip}}, "proj_clip": {{ProjectionClip}}, "use_skip_connections": true,
                "n_layers": {{Layers}}, "projection_dim": {{Projection}}, "dim": {{Hidden}}
              },
              "char_cnn": {
                "embedding": {"dim": {{CharacterSize}}}, "filters": [{{filters}}], "n_highway": {{Highways}},
                "n_characters": 262, "max_characters_per_token": 50, "activation": "{{(IsRelu ? "relu" : "tanh")}}"
              },
              "n_epochs": 10
            }
            """);
    }

    private void Add(string name, params int[] shape)
    {
        var random = new Random(Datasets.Count);
        int count = shape.Aggregate(1, (product, dimension) => product * dimension);
        Datasets[name] = (shape, [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))]);
    }
}
