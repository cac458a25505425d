namespace Rnnctl.Text.Vocabularies;

/// <summary>What a feature of a word's spelling is.</summary>
public enum WordFeatureKind
{
    /// <summary>Its <see cref="WordShape"/>.</summary>
    Shape,

    /// <summary>Its first characters, in lower case.</summary>
    Prefix,

    /// <summary>Its last characters, in lower case.</summary>
    Suffix,
}
