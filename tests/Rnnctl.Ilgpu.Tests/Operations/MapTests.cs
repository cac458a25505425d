using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Ilgpu.Tests.Operations;

public sealed class MapTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void A_formula_is_applied_to_every_element(string device) => Check(device, default(FormulaCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Fill_writes_every_element_and_no_other(string device) => Check(device, default(FillCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void What_is_uploaded_is_what_is_downloaded(string device) => Check(device, default(TransferCheck));

    private readonly struct FormulaCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(70, 0);
            foreach ((int rows, int columns, int margin) in Shapes.Of(random))
            {
                using var workspace = new Workspace<T>(device);
                double[,] y = CpuDevices.RandomMatrix<T>(random, rows, columns), a = CpuDevices.RandomMatrix<T>(random, rows, columns);
                double[,] b = CpuDevices.RandomMatrix<T>(random, rows, columns);
                PlacedMatrix<T> target = workspace.Place(y, margin);

                device.Map(default(Blend), target.Tensor, workspace.Place(a).Tensor, workspace.Place(b, margin + 1).Tensor);

                double[,] expected = CpuDevices.Matrix(rows, columns, (row, column) => (y[row, column] * a[row, column]) - (b[row, column] / 3));
                CpuDevices.AssertClose(expected, target.Read(), (_, _) => Bound<T>(2), $"{device.Name} [{rows}, {columns}]");
            }
        }
    }

    private readonly struct FillCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            foreach ((int rows, int columns, int margin) in Shapes.Of(new PhiloxRandom(71, 0)))
            {
                using var workspace = new Workspace<T>(device);
                PlacedMatrix<T> target = workspace.Place(new double[rows, columns], margin);
                device.Fill(target.Tensor, T.CreateChecked(2.5));
                Assert.All(target.Read().Cast<double>(), value => Assert.Equal(2.5, value));
                device.Clear(target.Tensor);
                Assert.All(target.Read().Cast<double>(), value => Assert.Equal(0, value));
            }
        }
    }

    private readonly struct TransferCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(72, 0);
            foreach ((int rows, int columns, _) in Shapes.Of(random))
            {
                using var workspace = new Workspace<T>(device);
                double[,] x = CpuDevices.RandomMatrix<T>(random, rows, columns);
                Assert.Equal(x, workspace.Place(x).Read());
            }
        }
    }

    /// <summary>y ← y a - b / 3: each argument in a place of its own.</summary>
    internal readonly struct Blend : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => (y * a) - (b / TReal.Constant(3));
    }
}
