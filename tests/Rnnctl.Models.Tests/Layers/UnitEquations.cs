using Rnnctl.Compute.Activations;

namespace Rnnctl.Models.Tests.Layers;

/// <summary>The equations of one hidden unit, each as its paper prints it.</summary>
/// <param name="Input">W x + b of all gates.</param>
/// <param name="Recurrent">U h' + b' of all gates.</param>
/// <param name="Peephole">p of the input, forget and output gate; zeros of cells without.</param>
/// <param name="Hidden">h'.</param>
/// <param name="Memory">c', whose element becomes c.</param>
/// <param name="K">The unit.</param>
internal sealed record UnitEquations(double[] Input, double[] Recurrent, double[] Peephole, double[] Hidden, double[] Memory, int K)
{
    /// <summary>What a test adds to the memory before the hidden state is read from it.</summary>
    public double MemoryChange { get; init; }

    /// <summary>The largest magnitude of the memory; 0 for no limit.</summary>
    public double MemoryLimit { get; init; }

    /// <summary>x, or the limit with the sign of x where x is larger; a limit of 0 is none.</summary>
    public static double Clip(double x, double limit) => limit == 0 || Math.Abs(x) < limit ? x : Math.Sign(x) * limit;

    public static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    public static double Apply(ActivationKind kind, double x) => kind switch
    {
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Logistic => Logistic(x),
        ActivationKind.Relu => x > 0 ? x : 0,
        _ => x,
    };

    public double Elman(ActivationKind f) => Apply(f, Sum(0));

    public double IdentityRecurrence() => Hidden[K] + Input[K];

    public double LinearMemory()
    {
        Memory[K] += Input[K] + MemoryChange;
        return Math.Tanh(Memory[K]);
    }

    public double Lstm(ActivationKind phi, ActivationKind psi)
    {
        double i = Logistic(Sum(0) + (At(Peephole, 0) * Memory[K])), f = Logistic(Sum(1) + (At(Peephole, 1) * Memory[K]));
        Memory[K] = Clip((f * Memory[K]) + (i * Apply(phi, Sum(2))), MemoryLimit) + MemoryChange;
        return Logistic(Sum(3) + (At(Peephole, 2) * Memory[K])) * Apply(psi, Memory[K]);
    }

    public double CoupledLstm()
    {
        double f = Logistic(Sum(0));
        Memory[K] = (f * Memory[K]) + ((1 - f) * Math.Tanh(Sum(1))) + MemoryChange;
        return Logistic(Sum(2)) * Math.Tanh(Memory[K]);
    }

    public double Gru()
    {
        double r = Logistic(Sum(0)), z = Logistic(Sum(1)), n = Math.Tanh(At(Input, 2) + (r * At(Recurrent, 2)));
        return ((1 - z) * n) + (z * Hidden[K]);
    }

    public double ResetBeforeGru()
    {
        double z = Logistic(Sum(1)), n = Math.Tanh(Sum(2));
        return ((1 - z) * n) + (z * Hidden[K]);
    }

    public double MinGru()
    {
        double z = Logistic(At(Input, 0));
        return ((1 - z) * Hidden[K]) + (z * At(Input, 1));
    }

    public double MinLstm()
    {
        double f = Logistic(At(Input, 0)), i = Logistic(At(Input, 1));
        return (f / (f + i) * Hidden[K]) + (i / (f + i) * At(Input, 2));
    }

    private double Sum(int gate) => At(Input, gate) + At(Recurrent, gate);

    private double At(double[] values, int gate) => values[(gate * Memory.Length) + K];
}
