using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tests.Cpu.Rows;

namespace Rnnctl.Ilgpu.Tests.Operations;

public sealed class OutputTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Smoothed_losses_and_their_gradients_agree_with_the_definition(string device)
    {
        Check(device, new SmoothedCheck(Scale: 1));
        Check(device, new SmoothedCheck(Scale: 30));
    }

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Without_smoothing_a_class_that_cannot_be_costs_nothing(string device) => Check(device, default(ImpossibleClassCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void The_best_classes_are_those_of_a_sort_and_of_equals_the_first(string device) => Check(device, default(BestClassesCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void A_multiple_is_added(string device) => Check(device, default(AddScaledCheck));

    private readonly record struct SmoothedCheck(double Scale) : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T> => OutputRows.CheckSmoothedCrossEntropy(device, Scale);
    }

    private readonly struct ImpossibleClassCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T> => OutputRows.CheckImpossibleClass(device);
    }

    private readonly struct BestClassesCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T> => OutputRows.CheckBestClasses(device);
    }

    private readonly struct AddScaledCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T> => OutputRows.CheckAddScaled(device);
    }
}
