using Rnnctl.Models.Tests.Attention;
using Rnnctl.Models.Tests.Layers;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Translators;

/// <summary>One source on its way to a target, symbol by symbol.</summary>
/// <param name="translator">The translator.</param>
/// <param name="architecture">Its shape.</param>
/// <param name="parameters">Its parameters.</param>
/// <param name="outputs">h_j, the encoder's outputs.</param>
/// <param name="context">c, or null where the decoder sees none.</param>
/// <param name="states">The first state of each of the decoder's layers.</param>
internal sealed class NaiveTranslation(
    NaiveTranslator translator, TranslatorArchitecture architecture, IReadOnlyDictionary<string, double[]> parameters, double[][] outputs, double[]? context,
    NaiveState[] states)
{
    // The attentional vector before the first step.
    private double[] _fed = new double[architecture.Hidden];

    /// <summary>The step after a symbol: the next symbol's distribution, and each head's weights of the source's positions.</summary>
    public (double[] LogProbabilities, double[][] Weights) Next(int symbol)
    {
        List<double> x = [.. translator.Embedded(symbol)];
        if (architecture.ContextUse is ContextUse.EveryStep or ContextUse.Both) x.AddRange(context!);
        if (architecture.InputFeeding) x.AddRange(_fed);
        if (architecture.Attention == AttentionKind.None) return (translator.LogProbabilities(translator.Decode([.. x], states)), []);
        return architecture.Query == AttentionQuery.Previous ? AskBefore(x) : AskAfter([.. x]);
    }

    /// <summary>Luong et al. 2015, section 3: s_t asks, and the output layer reads h~_t = tanh(W_c [a_t; s_t]), with a bias here.</summary>
    private (double[] LogProbabilities, double[][] Weights) AskAfter(double[] x)
    {
        double[] s = translator.Decode(x, states);
        (double[] attended, double[][] weights) = Attend(s);
        _fed = Readout(attended, s);
        return (translator.LogProbabilities(_fed), weights);
    }

    /// <summary>
    /// Bahdanau et al. 2014, section 3.1: s_(t-1) asks, and s_t = f(s_(t-1), y_(t-1), a_t). It is the state that the top layer carries on, without what a
    /// residual connection adds to the layer's output.
    /// </summary>
    private (double[] LogProbabilities, double[][] Weights) AskBefore(List<double> x)
    {
        (double[] attended, double[][] weights) = Attend(states[^1].Hidden);
        double[] s = translator.Decode([.. x, .. attended], states);
        return (translator.LogProbabilities(Readout(attended, s)), weights);
    }

    private double[] Readout(double[] attended, double[] s)
    {
        double[] sums = NaiveMatrix.Affine(parameters["readout.weight"], parameters["readout.bias"], [.. attended, .. s]);
        return [.. sums.Select(Math.Tanh)];
    }

    private (double[] Attended, double[][] Weights) Attend(double[] s)
    {
        if (architecture.Attention == AttentionKind.ScaledDot) return AttendInHeads(s);
        double[] weights = NaiveAttention.Softmax([.. outputs.Select(h => Score(s, h))]);
        return (NaiveAttention.Mean(weights, outputs), [weights]);
    }

    private double Score(double[] s, double[] h)
    {
        switch (architecture.Attention)
        {
            case AttentionKind.Additive:
                // v · tanh(W s + U h + b)
                double[] w = NaiveMatrix.Affine(parameters["attention.query.weight"], parameters["attention.query.bias"], s);
                double[] u = NaiveMatrix.Product(parameters["attention.key.weight"], h);
                return NaiveMatrix.Dot(parameters["attention.scorer"], [.. NaiveMatrix.Sum(w, u).Select(Math.Tanh)]);
            case AttentionKind.General:
                // The paper's W_a in s · W_a h is this weight's transpose.
                return NaiveMatrix.Dot(NaiveMatrix.Product(parameters["attention.query.weight"], s), h);
            default:
                return NaiveMatrix.Dot(s, h);
        }
    }

    /// <summary>W_o of what the heads attend to (Vaswani et al. 2017, section 3.2.2).</summary>
    private (double[] Attended, double[][] Weights) AttendInHeads(double[] s)
    {
        (double[] attended, double[][] weights) = NaiveAttention.ScaledDot(architecture.Heads, Projected("query", s), Keys("key"), Keys("value"));
        return (Projected("output", attended), weights);

        double[][] Keys(string projection) => [.. outputs.Select(h => Projected(projection, h))];

        double[] Projected(string projection, double[] x) => NaiveMatrix.Product(parameters[$"attention.{projection}.weight"], x);
    }
}
