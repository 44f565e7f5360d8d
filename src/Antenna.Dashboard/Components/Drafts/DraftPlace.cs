using Antenna.Data.Projects;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>Where a draft is worked on, and so where people's identifications speak for it.</summary>
/// <param name="Name">To follow what was confirmed: "in this project".</param>
public sealed record DraftPlace(EvidencePlace Place, string Name);
