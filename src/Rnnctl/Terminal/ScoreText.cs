using System.Globalization;
using Rnnctl.Inference.Configurations;

namespace Rnnctl.Terminal;

/// <summary>A score of training as <c>rnnctl eval</c> prints the same measure.</summary>
internal static class ScoreText
{
    /// <summary>F1, accuracy and BLEU from 0 to 100, <c>94.43</c>; of a language model the perplexity.</summary>
    /// <param name="task">What the model does.</param>
    /// <param name="score">The score, from 0 to 1; of a language model 1 / perplexity.</param>
    public static string Of(ModelTask task, double score) => task == ModelTask.Lm
        ? string.Create(CultureInfo.InvariantCulture, $"{1 / score:F3}")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * score:F2}");
}
