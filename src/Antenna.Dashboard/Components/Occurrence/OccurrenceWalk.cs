using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Selection;
using Antenna.Data.Occurrences;
using Antenna.Data.Scopes;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Finds what comes before and after an occurrence where one came from: in a filtered list, or in a selection.</summary>
public sealed class OccurrenceWalk(OccurrenceList list, StoredSelections stored, SelectionStore selections)
{
    /// <param name="address">The occurrence, and where one came from; from nowhere, all of its project are walked through, newest first.</param>
    public async Task<OccurrenceNeighbours> NeighboursAsync(OccurrenceAddress address, long projectId, CancellationToken cancellationToken)
    {
        if (address.CameFromSelection is { } selection)
            return OccurrenceNeighbours.Among(await PickedAsync(selection, cancellationToken), address.Id);
        var from = address.CameFrom ?? new OccurrencesAddress { Filter = new() { ProjectId = projectId } };
        return await list.NeighboursAsync(from.Filter, from.Order, address.Id, cancellationToken);
    }

    private async Task<long[]> PickedAsync(SelectionMaskAddress selection, CancellationToken cancellationToken)
    {
        if (selection.SelectionId is { } id)
            return [.. (await stored.FindAsync(id, cancellationToken)).Order()];
        await selections.ReadAsync(selection.ProjectId, cancellationToken);
        return [.. selections.Of(selection.ProjectId).Ids.Order()];
    }
}
