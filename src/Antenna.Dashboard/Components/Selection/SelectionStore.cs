using Antenna.Dashboard.SignIn;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using ModelSelection = Antenna.Data.Model.Selection;

namespace Antenna.Dashboard.Components.Selection;

/// <summary>
/// What a person has in the tray of each project, for one circuit: what is selected shows at once, and is kept in the
/// database, so that it is there after a reload, on another circuit, and in another tab.
/// </summary>
public sealed class SelectionStore(OccurrenceTrays trays, ICurrentPerson currentPerson)
{
    /// <summary>The key of what is selected where all projects are listed; no project has it as its id.</summary>
    private const long AllProjects = 0;

    private readonly Dictionary<long, OccurrenceSelection> _selections = [];
    private long? _personId;
    private int _writing;

    /// <summary>Counts writes that began and that ended, by which a read tells that it was overtaken.</summary>
    private int _writes;

    /// <summary>A read was overtaken by a write that is still under way.</summary>
    private bool _isReadDue;

    /// <param name="projectId">Null where the occurrences of all projects are listed.</param>
    public OccurrenceSelection Of(long? projectId) => _selections.GetValueOrDefault(projectId ?? AllProjects, OccurrenceSelection.None);

    /// <summary>Whether a tray of this person may have changed elsewhere.</summary>
    public bool Concerns(Announcement change) => _personId is { } id && change.Is(NewsSubject.Tray, id);

    /// <summary>Reads what is in the tray now.</summary>
    /// <inheritdoc cref="Of"/>
    public async Task ReadAsync(long? projectId, CancellationToken cancellationToken)
    {
        _personId ??= (await currentPerson.FindAsync(cancellationToken))?.Id;
        if (_personId is not { } person)
            return;
        while (true)
        {
            var writes = _writes;
            var ids = await trays.ReadAsync(person, projectId, cancellationToken);

            // What was written meanwhile is newer than what was read: it is read again, once nothing is being written.
            _isReadDue = _writing > 0;
            if (_isReadDue)
                return;
            if (writes != _writes)
                continue;
            _selections[projectId ?? AllProjects] = OccurrenceSelection.Of(ids);
            return;
        }
    }

    /// <summary>Selects these, and nothing else of the project.</summary>
    /// <inheritdoc cref="Of"/>
    /// <returns>Whether the tray has room for so many; otherwise it stays as it is.</returns>
    public async Task<bool> SetAsync(long? projectId, OccurrenceSelection selection, CancellationToken cancellationToken)
    {
        var before = Of(projectId);
        if (selection.Count > ModelSelection.MostOccurrences && selection.Count > before.Count)
            return false;
        long[] added = [.. selection.Ids.Except(before.Ids)], removed = [.. before.Ids.Except(selection.Ids)];
        _selections[projectId ?? AllProjects] = selection;
        _writing++;
        _writes++;
        try
        {
            _personId ??= (await currentPerson.GetAsync(cancellationToken)).Id;
            await trays.ChangeAsync(_personId.Value, added, removed, cancellationToken);
        }
        catch
        {
            // What could not be kept is not selected; what was selected meanwhile is.
            _selections[projectId ?? AllProjects] = Of(projectId).Without(added).With(removed);
            throw;
        }
        finally
        {
            _writing--;
            _writes++;
        }

        if (_isReadDue && _writing == 0)
            await ReadAsync(projectId, cancellationToken);
        return true;
    }
}
