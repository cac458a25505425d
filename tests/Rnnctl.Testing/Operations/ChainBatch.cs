using System.Numerics;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Operations;

/// <summary>A packed batch of sequences with shared transitions and known or unknown labels.</summary>
internal sealed record ChainBatch(PackedSteps Steps, double[,] Emissions, double[,] Transitions, double[,] Start, double[,] End, int[] Ids)
{
    public int Labels => Start.Length;

    /// <summary>A batch of random numbers up to a scale; two of three tokens have an id.</summary>
    public static ChainBatch Draw<T>(PhiloxRandom random, int labels, int[] lengths, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PackedSteps steps = PackedBatch.Of(lengths);
        return new ChainBatch(
            steps,
            Matrices.Random<T>(random, steps.Tokens, labels, scale),
            Matrices.Random<T>(random, labels, labels, scale),
            Matrices.Random<T>(random, 1, labels, scale),
            Matrices.Random<T>(random, 1, labels, scale),
            [.. Enumerable.Range(0, steps.Tokens).Select(_ => random.Next(3) == 0 ? -1 : random.Next(labels))]);
    }

    /// <summary>The scores on a device.</summary>
    public LinearChain<T> On<T>(Workspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Steps, workspace.Place(Emissions), workspace.Place(Transitions), workspace.Place(Start), workspace.Place(End));

    /// <summary>
    /// Runs the forward and the backward algorithm over all labellings: log Z, and the gradients of Σ log Z by emissions, transitions, start and end; then the
    /// same over the labellings that agree with the ids; then the best labels.
    /// </summary>
    public double[][,] Run<T>(Workspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        LinearChain<T> chain = On(workspace);
        Tensor<int> labels = workspace.PlaceIds(1, Steps.Tokens);
        workspace.Backend.ChainBest(chain, workspace.Place(Steps.Tokens, Labels), labels);
        return [.. Differentiate(workspace, chain, ids: default), .. Differentiate(workspace, chain, workspace.PlaceIds(Ids)), workspace.Read(labels)];
    }

    private double[][,] Differentiate<T>(Workspace<T> workspace, LinearChain<T> chain, Tensor<int> ids)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PlacedMatrix<T> prefixScores = workspace.Place(Steps.Tokens, Labels), logPartitions = workspace.Place(Steps.Sequences, 1);
        PlacedMatrix<T>[] gradients = [.. ((double[][,])[Emissions, Transitions, Start, End]).Select(scores => workspace.PlaceGradient(scores))];
        workspace.Backend.ChainForward(chain, ids, prefixScores, logPartitions);
        workspace.Backend.ChainBackward(
            chain,
            ids,
            prefixScores,
            workspace.Place(Matrices.Row(4)),
            T.CreateChecked(0.25),
            new LinearChain<T>(Steps, gradients[0], gradients[1], gradients[2], gradients[3]));
        return [logPartitions.Read(), .. gradients.Select(gradient => gradient.ReadGradient())];
    }
}
