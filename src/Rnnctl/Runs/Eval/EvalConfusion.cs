namespace Rnnctl.Runs.Eval;

/// <summary>How often one label was given for another, in <c>rnnctl eval --json</c>.</summary>
internal sealed record EvalConfusion(string Gold, string Predicted, long Tokens);
