// The rival of inference: ONNX Runtime's recurrent layers, forward. onnx_layers.py --write FOLDER makes the files. Prints a JSON object a row.
//
//     dotnet OnnxRuntime.dll THREADS SECONDS FOLDER HIDDEN BATCH STEPS
using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

int threads = Whole(args[0]);
double seconds = double.Parse(args[1], CultureInfo.InvariantCulture);
int hidden = Whole(args[3]), batch = Whole(args[4]), steps = Whole(args[5]);
string tool = $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}";
foreach (string cell in new[] { "lstm", "gru", "elman" })
{
    using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
    using var session = new InferenceSession(Path.Combine(args[2], $"{cell}-{hidden}.onnx"), options);
    float[] numbers = [.. Enumerable.Range(0, steps * batch * hidden).Select(i => MathF.Sin(i))];
    using OrtValue x = OrtValue.CreateTensorValueFromMemory(numbers, [steps, batch, hidden]);
    using var run = new RunOptions();
    double[] times = Repetitions.Times(() => session.Run(run, ["x"], [x], ["y"]).Dispose(), seconds);
    double median = times[times.Length / 2];
    double milliseconds = Math.Round(1e3 * median, 4), rate = Math.Round(steps * batch / median);
    var row = new { tool, cell, hidden, batch, steps, layers = 1, mode = "forward", threads, milliseconds, tokens_per_second = rate };
    Console.WriteLine(JsonSerializer.Serialize(row));
}

static int Whole(string word) => int.Parse(word, CultureInfo.InvariantCulture);
