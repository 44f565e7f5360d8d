namespace Antenna.Data.Import.RunningAntenna;

/// <summary>A project or a capture set of a running Antenna, to choose from.</summary>
/// <param name="Captures">How many it has; null where the list does not tell.</param>
public sealed record RemoteChoice(long Id, string Name, long? Captures);

/// <summary>Reads what there is to choose from at a running Antenna.</summary>
internal sealed class AntennaCatalog(AntennaApi api)
{
    private readonly AntennaLists _lists = new(api);

    public Task<IReadOnlyList<RemoteChoice>> ProjectsAsync(CancellationToken cancellationToken) => ReadAsync("projects/", cancellationToken);

    public Task<IReadOnlyList<RemoteChoice>> CaptureSetsAsync(long projectId, CancellationToken cancellationToken) =>
        ReadAsync($"captures/collections/?project_id={projectId}", cancellationToken);

    /// <summary>The project, and the set where one is named.</summary>
    /// <exception cref="ImportRefusedException">There is none of that id that the token may see.</exception>
    public async Task<(RemoteChoice Project, RemoteChoice? Set)> RequireAsync(long projectId, long? setId, CancellationToken cancellationToken)
    {
        var project = Require(await ProjectsAsync(cancellationToken), projectId, "project");
        return setId is { } id ? (project, Require(await CaptureSetsAsync(projectId, cancellationToken), id, "capture set")) : (project, null);
    }

    private RemoteChoice Require(IReadOnlyList<RemoteChoice> choices, long id, string what) =>
        choices.FirstOrDefault(choice => choice.Id == id)
        ?? throw new ImportRefusedException(choices.Count == 0
            ? $"The token sees no {what} of {api.Address.Host}. Have its owner made a member there."
            : $"The token sees no {what} {id} of {api.Address.Host}; expected one of {ShortText.List([.. choices.Select(choice => $"{choice.Id} ({choice.Name})")])}.");

    private async Task<IReadOnlyList<RemoteChoice>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var choices = new Dictionary<long, RemoteChoice>();
        await foreach (var page in _lists.ReadAsync(path, _ => { }, cancellationToken))
        {
            foreach (var row in page.Rows)
            {
                if (row.IdOf("id") is { } id)
                    choices[id] = new(id, ShortText.Of(row.Text("name") ?? $"{id}"), row.IdOf("source_images_count"));
            }
        }

        return [.. choices.Values.OrderBy(choice => choice.Name, StringComparer.CurrentCultureIgnoreCase)];
    }
}
