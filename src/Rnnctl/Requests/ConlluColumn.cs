namespace Rnnctl.Requests;

/// <summary>The column of a CoNLL-U file that holds the labels.</summary>
internal enum ConlluColumn
{
    /// <summary>Universal part of speech.</summary>
    Upos,

    /// <summary>The language's own part of speech.</summary>
    Xpos,

    /// <summary>Morphological features.</summary>
    Feats,

    /// <summary>Relation to the head.</summary>
    Deprel,
}
