namespace Rnnctl.Inference.Configurations;

/// <summary>What a model does; <c>--task</c>.</summary>
public enum ModelTask
{
    /// <summary>A label for every token.</summary>
    Tag,

    /// <summary>One sequence into another.</summary>
    Translate,
}
