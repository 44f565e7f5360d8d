using Antenna.Data.Model;

namespace Antenna.Data.Projects;

/// <summary>A project as the start page shows it.</summary>
/// <param name="FirstSeenAt">Of its occurrences, the camera's local time.</param>
/// <param name="Latest">Its latest animals that are determined, the newest first.</param>
public sealed record ProjectOverview(ProjectSummary Project, DateTime? FirstSeenAt, DateTime? LastSeenAt, IReadOnlyList<SeenAnimal> Latest);

/// <summary>An occurrence, by one of its detections.</summary>
public sealed record SeenAnimal(long OccurrenceId, long DetectionId, TaxonName Determination);
