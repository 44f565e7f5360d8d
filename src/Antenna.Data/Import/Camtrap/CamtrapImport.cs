using Npgsql;

namespace Antenna.Data.Import.Camtrap;

/// <summary>
/// Imports Camtrap DP packages: deployments, media and observations, into a project and a capture set. One transaction;
/// importing the same package again changes nothing.
/// </summary>
/// <remarks>
/// <para>A deployment's location is our deployment, media are captures. An observation of an animal, or of something that nobody
/// could name, is an occurrence; observations of one individual in one event, and of one box, are one. It has the box that the
/// observation gives, where the size of the capture is known (boxes are fractions of the picture) or an export of this product tells it
/// in px; else a detection without a box, which says that the animal is somewhere on the picture. That is how Camtrap DP mostly has it, and nothing is made up.</para>
/// <para>An observation of an event has such a detection on the media of its event, up to <see cref="ObservationLinks.MostMedia"/>:
/// who reviews it has to see them. Where observations of media of the event say the same, it says nothing new, and makes none.</para>
/// <para>Blank is "looked, found nothing". People and vehicles are no animals, and unclassified ones say nothing: they are counted.</para>
/// <para>What a person observed is an identification, what a machine did a classification, of an algorithm without classes and
/// logits, which therefore cannot be masked. An observation is found again by its id on its capture; one of our own export, by the
/// occurrence that it names, if that is in this project and on that capture: there, only identifications are new.</para>
/// <para>Life stage, sex, behaviour and number are kept with the observation, shown, and handed on; what has no column here is counted.</para>
/// </remarks>
public sealed class CamtrapImport(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <exception cref="ImportRefusedException">Something is wrong with the request or a file; nothing was written.</exception>
    public async Task<CamtrapReport> RunAsync(
        CamtrapRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Path))
            throw new ImportRefusedException("No package is named; name its zip or its folder.");
        ProjectImport.CheckNames(request.Project, request.CaptureSet);
        var started = time.GetTimestamp();
        var packages = await PackageFinder.FindAsync(request.Path, request.IsInPlace, cancellationToken);
        return await new ProjectImport(dataSource, time, request.Project, request.Mode, request.OnCommit).RunAsync(
            started, progress,
            (connection, shared, now) => new CamtrapTransfer(connection, request, packages, shared, now, progress).RunAsync(cancellationToken),
            cancellationToken);
    }
}
