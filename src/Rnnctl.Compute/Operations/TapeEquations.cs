using System.Numerics;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>The operations with the names of equations, so that the step of a cell reads like a textbook.</summary>
public static class TapeEquations
{
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>a + b.</summary>
        public Variable<T> Add(Variable<T> a, Variable<T> b) => Operations.Add<T>.Apply(tape, a, b);

        /// <summary>a - b.</summary>
        public Variable<T> Subtract(Variable<T> a, Variable<T> b) => Operations.Subtract<T>.Apply(tape, a, b);

        /// <summary>a ⊙ b.</summary>
        public Variable<T> Multiply(Variable<T> a, Variable<T> b) => Operations.Multiply<T>.Apply(tape, a, b);

        /// <summary>a / b, element by element.</summary>
        public Variable<T> Divide(Variable<T> a, Variable<T> b) => Operations.Divide<T>.Apply(tape, a, b);

        /// <summary>x ⊙ s for each row of x.</summary>
        public Variable<T> Scale(Variable<T> x, Variable<T> s) => Operations.Scale<T>.Apply(tape, x, s);

        /// <summary>The row x, repeated.</summary>
        public Variable<T> Repeat(Variable<T> x, int rows) => Operations.Repeat<T>.Apply(tape, x, rows);

        /// <summary>x Wᵀ + b.</summary>
        public Variable<T> Linear(Variable<T> x, Variable<T> weight, Variable<T> bias) => Operations.Linear<T>.Apply(tape, x, weight, bias);

        /// <summary>x Wᵀ.</summary>
        public Variable<T> Product(Variable<T> x, Variable<T> weight) => Operations.Linear<T>.Apply(tape, x, weight, bias: default);

        /// <summary>g ⊙ (x - μ) / σ + b for each row.</summary>
        public Variable<T> LayerNorm(Variable<T> x, Variable<T> gain, Variable<T> bias) => Operations.LayerNorm<T>.Apply(tape, x, gain, bias);

        /// <summary>max(-limit, min(limit, x)).</summary>
        public Variable<T> Clip(Variable<T> x, double limit) => Operations.Clip<T>.Apply(tape, x, limit);

        /// <summary>tanh x.</summary>
        public Variable<T> Tanh(Variable<T> x) => Operations.Activate<T, Tanh>.Apply(tape, x);

        /// <summary>σ(x).</summary>
        public Variable<T> Logistic(Variable<T> x) => Operations.Activate<T, Logistic>.Apply(tape, x);

        /// <summary>exp(x) / Σ exp(x) for each row.</summary>
        public Variable<T> Softmax(Variable<T> x) => Operations.Softmax<T>.Apply(tape, x);

        /// <summary>f(x).</summary>
        public Variable<T> Activate<TActivation>(Variable<T> x)
            where TActivation : struct, IActivation => Operations.Activate<T, TActivation>.Apply(tape, x);
    }
}
