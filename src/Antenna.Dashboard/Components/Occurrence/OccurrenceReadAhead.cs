using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// Reads the occurrence that a person will probably open next before they do, with its neighbours and its workbench, so that it is there at
/// once. Holds one, for one circuit: each part of it is handed out once, and what changed meanwhile is let go.
/// </summary>
public sealed class OccurrenceReadAhead(OccurrenceReader reader, OccurrenceWalk walk, MaskWorkbenches workbenches, ICurrentPerson currentPerson) : IDisposable
{
    private Held? _held;

    /// <summary>Begins to read an occurrence, unless it is held already.</summary>
    /// <param name="address">It, with the mask that will be tried on it.</param>
    public void Begin(OccurrenceAddress address)
    {
        if (_held?.Id == address.Id)
            return;
        Drop();
        var cancellation = new CancellationTokenSource();
        var occurrence = reader.FindAsync(address.Id, cancellation.Token);
        _held = new(
            address.Id,
            cancellation,
            occurrence,
            NeighboursAsync(address, occurrence, cancellation.Token),
            WorkbenchAsync(address, occurrence, cancellation.Token));
    }

    /// <summary>What is held of this occurrence once it is read; null where another is held, or none, or it could not be read.</summary>
    public async Task<OccurrenceDetails?> PeekAsync(long id) => _held is { } held && held.Id == id ? await ResultAsync(held.Occurrence) : null;

    /// <summary>The occurrence; null where there is none of that id.</summary>
    public async Task<OccurrenceDetails?> FindAsync(long id, CancellationToken cancellationToken) =>
        await ResultAsync(Take(id, held => held.Occurrence, held => held with { Occurrence = null })) ?? await reader.FindAsync(id, cancellationToken);

    /// <inheritdoc cref="OccurrenceWalk.NeighboursAsync"/>
    public async Task<OccurrenceNeighbours> NeighboursAsync(OccurrenceAddress address, long projectId, CancellationToken cancellationToken) =>
        await ResultAsync(Take(address.Id, held => held.Neighbours, held => held with { Neighbours = null }))
        ?? await walk.NeighboursAsync(address, projectId, cancellationToken);

    /// <inheritdoc cref="MaskWorkbenches.OpenAsync(long, Person?, CancellationToken)"/>
    public async Task<MaskWorkbench?> OpenWorkbenchAsync(long id, Person? person, CancellationToken cancellationToken) =>
        await ResultAsync(Take(id, held => held.Workbench, held => held with { Workbench = null }))
        ?? await workbenches.OpenAsync(id, person, cancellationToken);

    /// <summary>Whether what is held may be out of date after this change. Called from any thread.</summary>
    public bool Concerns(Announcement change) => _held is { } held && change.Is(NewsSubject.Occurrence, held.Id);

    /// <summary>Lets go of what is held.</summary>
    public void Drop()
    {
        _held?.Cancellation.Cancel();
        _held = null;
    }

    public void Dispose() => Drop();

    private Task<T?>? Take<T>(long id, Func<Held, Task<T?>?> part, Func<Held, Held> without)
        where T : class
    {
        if (_held is not { } held || held.Id != id)
            return null;
        _held = without(held);
        return part(held);
    }

    /// <summary>Null where it failed: whoever asks then reads it, and tells what is wrong.</summary>
    private static async Task<T?> ResultAsync<T>(Task<T?>? reading)
        where T : class
    {
        if (reading is null)
            return null;
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return reading.IsCompletedSuccessfully ? await reading : null;
    }

    private async Task<OccurrenceNeighbours?> NeighboursAsync(
        OccurrenceAddress address, Task<OccurrenceDetails?> occurrence, CancellationToken cancellationToken) =>
        await occurrence is { } found ? await walk.NeighboursAsync(address, found.ProjectId, cancellationToken) : null;

    private async Task<MaskWorkbench?> WorkbenchAsync(OccurrenceAddress address, Task<OccurrenceDetails?> occurrence, CancellationToken cancellationToken)
    {
        if (await occurrence is null)
            return null;
        var person = await currentPerson.FindAsync(cancellationToken);

        // What is tried once is planned already when it is shown.
        return await OffCircuit.RunAsync(
            async () =>
            {
                var workbench = await workbenches.OpenAsync(address.Id, person, cancellationToken);
                if (workbench is not null)
                    await workbench.TryAsync(address.Settings, cancellationToken);
                return workbench;
            },
            cancellationToken);
    }

    /// <summary>What is read or being read of one occurrence, until it is handed out.</summary>
    private sealed record Held(
        long Id,
        CancellationTokenSource Cancellation,
        Task<OccurrenceDetails?>? Occurrence,
        Task<OccurrenceNeighbours?>? Neighbours,
        Task<MaskWorkbench?>? Workbench);
}
