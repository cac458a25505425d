using Rnnctl.Models.Decoding;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Requests;

/// <summary>How translations are searched for.</summary>
/// <param name="Beam">How many hypotheses of a sentence are followed at once.</param>
/// <param name="LengthPenalty">α of the score of a hypothesis.</param>
/// <param name="MaxLength">The most symbols of a translation.</param>
internal sealed record BeamSettings(int Beam, double LengthPenalty, int MaxLength)
{
    /// <summary>The same for a search.</summary>
    public SearchOptions Search => new(Vocabulary.BeginId, Vocabulary.EndId, Beam, LengthPenalty, MaxLength);
}
