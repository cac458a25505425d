namespace Rnnctl.Requests;

/// <summary>The rule that turns gradients into new weights.</summary>
internal enum OptimizerKind
{
    /// <summary>Stochastic gradient descent.</summary>
    Sgd,

    /// <summary>Gradient descent with momentum.</summary>
    Momentum,

    /// <summary>Adagrad (Duchi et al. 2011).</summary>
    Adagrad,

    /// <summary>RMSprop (Hinton 2012).</summary>
    Rmsprop,

    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    Adamw,
}
