// An LSTM with one unit and weights chosen by hand, computed by the layer that rnnctl trains:
//   dotnet run examples/lstm-by-hand/lstm.cs
#:project ../../src/Rnnctl.Compute/Rnnctl.Compute.csproj
#:property PublishAot=false

using System.Globalization;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

// One sequence of five inputs (x1, x2, x3).
double[,] x =
{
    { 3, 1, 0 },
    { 4, 1, 0 },
    { 2, 0, 0 },
    { 1, 0, 1 },
    { 3, -1, 0 },
};

// Rows in PyTorch's order: input gate, forget gate, candidate memory, output gate.
double[,] inputWeight =
{
    { 0, 100, 0 },
    { 0, 100, 0 },
    { 1, 0, 0 },
    { 0, 0, 100 },
};
double[,] inputBias = { { -10, 10, 0, -10 } };
double[,] recurrentWeight = { { 0 }, { 0 }, { 0 }, { 0 } };

using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
using var arena = new Arena<double>(backend.Allocate<double>);
var steps = new PackedSteps();
steps.Assign([x.GetLength(0)]);

// Before its loop over time, the layer computes W x + b for all steps at once.
Tensor<double> gates = arena.Allocate(steps.Tokens, 4);
backend.BroadcastRow(Upload(inputBias), default, gates);
backend.Product(Upload(x), MatrixOperand<double>.Transpose(Upload(inputWeight)), gates, accumulate: true);

// The loop over time. Both activations are the identity; the gates are logistic. The values of the gates replace W x + b.
var pass = new RecurrentPass<double>
{
    Steps = steps,
    Reverse = false,
    Window = 0,
    RecurrentWeight = Upload(recurrentWeight),
    Gates = gates,
    Memory = arena.Allocate(steps.Tokens, 1),
    Hidden = arena.Allocate(steps.Tokens, 1),
};
backend.RunForward<Lstm<Identity, Identity>>([pass]);

double[] activations = Download(gates), memory = Download(pass.Memory), output = Download(pass.Hidden);
Console.WriteLine("step   x1  x2  x3      z    input   forget   output    memory    h");
for (int step = 0; step < steps.Steps; step++)
{
    double[] gate = activations[(4 * step)..(4 * (step + 1))];
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{step + 1,4} {x[step, 0],4:0} {x[step, 1],3:0} {x[step, 2],3:0} {gate[2],6:0.00} {gate[0],8:0.00000} {gate[1],8:0.00000} "
        + $"{gate[3],8:0.00000} {memory[step],9:0.00} {output[step],6:0.00}"));
}

Tensor<double> Upload(double[,] matrix)
{
    Tensor<double> tensor = arena.Allocate(matrix.GetLength(0), matrix.GetLength(1));
    backend.Upload([.. matrix.Cast<double>()], tensor);
    return tensor;
}

double[] Download(Tensor<double> tensor)
{
    var values = new double[tensor.Count];
    backend.Download(tensor, values.AsSpan());
    return values;
}
