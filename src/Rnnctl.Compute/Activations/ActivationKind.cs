namespace Rnnctl.Compute.Activations;

/// <summary>Activation functions, named as a user types them.</summary>
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
