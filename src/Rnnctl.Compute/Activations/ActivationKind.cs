namespace Rnnctl.Compute.Activations;

/// <summary>The activation functions by the names that a user types.</summary>
public enum ActivationKind
{
    /// <summary><see cref="Activations.Tanh"/>.</summary>
    Tanh,

    /// <summary><see cref="Activations.Logistic"/>.</summary>
    Logistic,

    /// <summary><see cref="Rectifier"/>.</summary>
    Relu,

    /// <summary><see cref="Activations.Identity"/>.</summary>
    Identity,
}
