namespace Rnnctl.Text.Corpora;

/// <summary>The output formats of <c>tag</c>.</summary>
public enum TagOutputFormat
{
    /// <summary><c>tokens TAB labels</c>, each separated by spaces; a third column for the intent, then one for probabilities.</summary>
    Tsv,

    /// <summary><c>token TAB label</c>, one token a line, and a blank line after every sentence; a third column for the probability.</summary>
    Conll,

    /// <summary>The lines of CoNLL-U input with the labels in the model's column.</summary>
    Conllu,

    /// <summary><c>token/label token/label</c>.</summary>
    Slash,

    /// <summary>A JSON object a line: <c>{"tokens":[...],"labels":[...]}</c>, and <c>"probabilities":[...]</c>.</summary>
    Json,

    /// <summary>The labels alone, separated by spaces.</summary>
    Labels,
}
