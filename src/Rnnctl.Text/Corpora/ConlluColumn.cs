namespace Rnnctl.Text.Corpora;

/// <summary>The column of CoNLL-U that is taken as the label.</summary>
public enum ConlluColumn
{
    /// <summary>The universal part of speech, column 4.</summary>
    Upos,

    /// <summary>The part of speech in the treebank's own tag set, column 5.</summary>
    Xpos,

    /// <summary>The morphological features, column 6, as one label.</summary>
    Feats,

    /// <summary>The relation to the head, column 8.</summary>
    Deprel,
}
