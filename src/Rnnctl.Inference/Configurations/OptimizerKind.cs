namespace Rnnctl.Inference.Configurations;

/// <summary>How gradients change the weights; <c>--optimizer</c>.</summary>
public enum OptimizerKind
{
    /// <summary>Plain stochastic gradient descent.</summary>
    Sgd,

    /// <summary>Gradient descent with momentum.</summary>
    Momentum,

    /// <summary>Duchi et al. 2011.</summary>
    Adagrad,

    /// <summary>Tieleman and Hinton 2012.</summary>
    Rmsprop,

    /// <summary>Kingma and Ba 2015.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay, Loshchilov and Hutter 2019.</summary>
    Adamw,
}
