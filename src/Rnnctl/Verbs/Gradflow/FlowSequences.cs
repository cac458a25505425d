using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;

namespace Rnnctl.Verbs.Gradflow;

/// <summary>Runs a gradient flow over the sentences of a corpus, or over random sequences where there is none.</summary>
internal static class FlowSequences
{
    private const int BatchSentences = 32;

    // The weights take the streams from 0 on, one for each parameter.
    private const uint Stream = 1 << 24;

    /// <summary>Adds every sentence of a corpus.</summary>
    public static void AddCorpus(GradientFlow<double> flow, EncodedCorpus corpus, CancellationToken cancellation)
    {
        var plan = new BatchPlan(corpus, BatchLimit.OfSentences(BatchSentences));
        plan.SortByLength();
        var batch = new TaggerBatch();
        for (int number = 0; number < plan.Count; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            batch.Fill(corpus, plan[number]);
            flow.Add(batch.Input, batch.Packed.LabelIds);
        }
    }

    /// <summary>Adds sequences of one length, whose tokens and last label are drawn at random.</summary>
    public static void AddRandom(GradientFlow<double> flow, TaggerArchitecture architecture, int count, int length, ulong seed, CancellationToken cancellation)
    {
        var random = new PhiloxRandom(seed, Stream);
        var steps = new PackedSteps();
        for (int done = 0; done < count; done += BatchSentences)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] lengths = [.. Enumerable.Repeat(length, Math.Min(BatchSentences, count - done))];
            steps.Assign(lengths);
            int[] tokens = [.. Enumerable.Range(0, steps.Tokens).Select(_ => random.Next(architecture.Tokens))];
            int[] labels = [.. Enumerable.Range(0, steps.Tokens).Select(_ => random.Next(architecture.Labels))];
            flow.Add(new TaggerInput(tokens, steps), labels);
        }
    }
}
