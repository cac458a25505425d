namespace Rnnctl.Models.Characters;

internal static class CharacterConvolution
{
    public const int Window = 3;
}
