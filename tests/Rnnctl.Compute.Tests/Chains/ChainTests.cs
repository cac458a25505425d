using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Compute.Tests.Chains;

public sealed class ChainTests
{
    /// <remarks>Every device is compared with the enumeration; this test compares the enumeration with the numbers worked out beside the batch.</remarks>
    [Fact]
    public void The_enumeration_agrees_with_numbers_worked_by_hand()
    {
        double[][,] results = EnumeratedChain.Run(GivenChainCase.WorkedByHand);
        Assert.Equal(4.844990, results[0][0, 0], 1e-6);
        Assert.Equal(0.076835, results[1][0, 0], 1e-6);
        Assert.Equal(0.936037, results[1][1, 0], 1e-6);
        Assert.Equal([1, 0], results[^1].Cast<double>());
    }

    [Fact]
    public void The_gradient_of_log_Z_by_an_emission_is_the_marginal() => CpuDevices.ForEach<double>(backend =>
    {
        foreach (ChainBatch batch in (ChainBatch[])[GivenChainCase.WorkedByHand, GivenChainCase.Forbidding, GivenChainCase.Far])
            Expectation.Near(1e-12, "marginals", EnumeratedChain.Run(batch)[1]).AssertMet(Marginals(backend, batch), backend.Name);
    });

    [Fact]
    public void Marginals_of_thousands_of_tokens_sum_to_one_in_single_precision()
    {
        ChainBatch batch = ChainBatch.Draw<float>(new PhiloxRandom(54, 0), labels: 7, [4000, 3], scale: 10);
        CpuDevices.ForEach<float>(backend =>
        {
            double[,] marginals = Marginals(backend, batch);
            Assert.All(Enumerable.Range(0, batch.Steps.Tokens), token => Assert.Equal(1, Matrices.RowOf(marginals, token).Sum(), 1e-3));
        });
    }

    [Fact]
    public void The_loss_is_the_mean_over_the_labelled_tokens()
    {
        ChainBatch batch = ChainBatch.Draw<double>(new PhiloxRandom(56, 0), labels: 3, [5, 3, 1], scale: 1);
        double[][,] results = EnumeratedChain.Run(batch);
        using Backend<double> backend = CpuDevice.Open<double>(threads: 2);
        using var workspace = new Workspace<double>(backend);
        using var tape = new Tape<double>(backend, recording: false);
        LinearChain<double> chain = batch.On(workspace);
        var weights = new ChainWeights<double>(
            Variable<double>.Constant(chain.Transitions), Variable<double>.Constant(chain.Start), Variable<double>.Constant(chain.End));
        Variable<double> loss = Crf<double>.Apply(
            tape, Variable<double>.Constant(chain.Emissions), weights, chain.Steps, workspace.PlaceIds(batch.Ids), counted: 6);
        Assert.Equal((results[0].Cast<double>().Sum() - results[5].Cast<double>().Sum()) / 6, Read(backend, loss.Value)[0, 0], 1e-12);
    }

    private static double[,] Marginals<T>(Backend<T> backend, ChainBatch batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var workspace = new Workspace<T>(backend);
        using var tape = new Tape<T>(backend, recording: false);
        return Read(backend, Crf<T>.Marginals(tape, batch.On(workspace)));
    }

    private static double[,] Read<T>(Backend<T> backend, Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var numbers = new T[tensor.Count];
        backend.Download(tensor, numbers.AsSpan());
        return Matrices.Of(tensor.Rows, tensor.Columns, (row, column) => double.CreateChecked(numbers[(row * tensor.Columns) + column]));
    }
}
