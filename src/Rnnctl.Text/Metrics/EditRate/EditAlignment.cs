using System.Runtime.InteropServices;

namespace Rnnctl.Text.Metrics.EditRate;

/// <summary>Which word of a hypothesis stands for each word of a reference, and which words of both are edited.</summary>
internal sealed class EditAlignment
{
    private readonly List<int> _places = [];

    // How many words before each place are edited: [words + 1].
    private readonly List<int> _editedOfReference = [0], _editedOfHypothesis = [0];

    /// <summary>For each word of the reference the hypothesis's word that stands for it; of an inserted word the one before it, -1 for none.</summary>
    public ReadOnlySpan<int> Places => CollectionsMarshal.AsSpan(_places);

    /// <summary>Reads the edits of a hypothesis.</summary>
    public void Read(List<Edit> edits)
    {
        _places.Clear();
        foreach (List<int> edited in (List<int>[])[_editedOfReference, _editedOfHypothesis]) edited.RemoveRange(1, edited.Count - 1);
        int place = -1;
        foreach (Edit edit in edits)
        {
            int edited = edit == Edit.Match ? 0 : 1;
            if (edit != Edit.Insertion)
            {
                place++;
                _editedOfHypothesis.Add(_editedOfHypothesis[^1] + edited);
            }

            if (edit != Edit.Deletion)
            {
                _places.Add(place);
                _editedOfReference.Add(_editedOfReference[^1] + edited);
            }
        }
    }

    /// <summary>Whether any of some neighbouring words of the hypothesis is edited.</summary>
    public bool EditsHypothesis(int start, int length) => _editedOfHypothesis[start + length] > _editedOfHypothesis[start];

    /// <summary>Whether any of some neighbouring words of the reference is edited.</summary>
    public bool EditsReference(int start, int length) => _editedOfReference[start + length] > _editedOfReference[start];
}
