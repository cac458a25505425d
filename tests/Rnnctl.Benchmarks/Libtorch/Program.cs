// The rival that a C# program has in TorchSharp: libtorch's recurrent layers and product, as torch_layers.py measures PyTorch's. Prints a JSON object a row.
//
//     dotnet Libtorch.dll THREADS SECONDS layers HIDDEN BATCH STEPS LAYERS both|forward|train
//     dotnet Libtorch.dll THREADS SECONDS product SIZE
//     dotnet Libtorch.dll THREADS SECONDS language-model HIDDEN VOCABULARY LAYERS BATCH STEPS
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

int threads = Whole(args[0]);
double seconds = double.Parse(args[1], CultureInfo.InvariantCulture);
set_num_threads(threads);
manual_seed(1);
string tool = $"libtorch {__version__}";
switch (args[2])
{
    case "product":
        Product(Whole(args[3]));
        break;
    case "layers":
        foreach (string cell in new[] { "lstm", "gru", "elman" }) Layers(cell, Whole(args[3]), Whole(args[4]), Whole(args[5]), Whole(args[6]));
        break;
    case "language-model":
        Language(Whole(args[3]), Whole(args[4]), Whole(args[5]), Whole(args[6]), Whole(args[7]));
        break;
    default:
        throw new ArgumentException($"expected layers, product or language-model, found {args[2]}");
}

static int Whole(string word) => int.Parse(word, CultureInfo.InvariantCulture);

void Product(int size)
{
    using Tensor a = randn(size, size), b = randn(size, size);
    using IDisposable noGradient = no_grad();
    double[] times = Repetitions.Times(() => matmul(a, b).Dispose(), seconds);
    double operations = 2e-9 * size * size * size;
    Print(new { tool, size, threads, gflops = Math.Round(operations / times[times.Length / 2], 1), best_gflops = Math.Round(operations / times[0], 1) });
}

void Layers(string cell, int hidden, int batch, int steps, int layers)
{
    using Tensor x = randn(steps, batch, hidden), upstream = randn(steps, batch, hidden);
    using nn.Module network = cell switch
    {
        "lstm" => nn.LSTM(hidden, hidden, layers),
        "gru" => nn.GRU(hidden, hidden, layers),
        _ => nn.RNN(hidden, hidden, layers),
    };
    Tensor Run() => network switch
    {
        LSTM lstm => lstm.call(x).Item1,
        GRU gru => gru.call(x).Item1,
        RNN elman => elman.call(x).Item1,
        _ => throw new UnreachableException(),
    };

    void Forward()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Run();
    }

    void Train()
    {
        using DisposeScope scope = NewDisposeScope();
        network.zero_grad();
        Run().backward([upstream]);
    }

    foreach ((string mode, Action work) in new (string, Action)[] { ("forward", Forward), ("train", Train) })
    {
        if (args[7] != "both" && args[7] != mode) continue;
        double[] times = Repetitions.Times(work, seconds);
        double median = times[times.Length / 2];
        double milliseconds = Math.Round(1e3 * median, 4), rate = Math.Round(steps * batch / median);
        Print(new { tool, cell, hidden, batch, steps, layers, mode, threads, milliseconds, tokens_per_second = rate });
    }
}

void Language(int hidden, int vocabulary, int layers, int batch, int steps)
{
    using var model = new LanguageModel(hidden, vocabulary, layers, batch, steps);
    foreach ((string mode, Action work) in new (string, Action)[] { ("train", model.Update), ("forward", model.Evaluate) })
    {
        double[] times = Repetitions.Times(work, seconds);
        double median = times[times.Length / 2];
        double milliseconds = Math.Round(1e3 * median, 4), rate = Math.Round(steps * batch / median);
        Print(new { tool, hidden, vocabulary, batch, steps, layers, mode, threads, milliseconds, tokens_per_second = rate });
    }
}

static void Print(object row) => Console.WriteLine(JsonSerializer.Serialize(row));
