using Antenna.Dashboard.Components.CaptureSets;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.SelectionMask;

/// <summary>Proposes a list, and the classifier that can mask most, where nothing was chosen yet; a classifier that was then unchecked stays so.</summary>
internal sealed class LikeliestMask
{
    private long? _listId;

    /// <summary>The settings with what is proposed; null where there is nothing to propose.</summary>
    /// <param name="classifiers">As they stand to the settings.</param>
    public MaskSettings? Propose(MaskSettings settings, SelectionWorkbench workbench, IReadOnlyList<ClassifierChoice> classifiers)
    {
        if (settings.TaxaListId is null)
        {
            var list = workbench.TaxaLists.FirstOrDefault(each => each.Id == workbench.LatestListId) ?? (workbench.TaxaLists is [var first, ..] ? first : null);
            return list is null ? null : settings with { TaxaListId = list.Id };
        }

        var isNew = _listId != settings.TaxaListId;
        _listId = settings.TaxaListId;
        if (!isNew || settings.ClassifierIds.Count > 0)
            return null;
        var likeliest = classifiers.Where(classifier => classifier is { WhyNot: null, Plan: not null }).MaxBy(classifier => classifier.Row.Maskable);
        return likeliest is null ? null : settings with { ClassifierIds = [likeliest.Id] };
    }
}
