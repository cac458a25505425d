namespace Rnnctl.Runs.Eval;

/// <summary>The score of one type of span or one label in <c>rnnctl eval --json</c>.</summary>
internal sealed record EvalLabel(string Label, double Precision, double Recall, double F1, long Gold, long Predicted, long Correct);
