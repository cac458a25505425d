namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>Pointers to the hidden units of one token: a row of each matrix of a recurrent pass, H elements each, G H in <see cref="Gates"/>.</summary>
/// <typeparam name="T">The number.</typeparam>
internal unsafe struct UnitRow<T>
    where T : unmanaged
{
    public T* FirstPeephole, SecondPeephole, FourthPeephole;

    public T* Reset, ResetGradient;

    public T* Gates, RecurrentTerm, PreviousHidden, PreviousMemory, Hidden, Memory;

    public T MemoryLimit;

    public T* HiddenGradient, MemoryGradient, PreviousHiddenGradient;
}
