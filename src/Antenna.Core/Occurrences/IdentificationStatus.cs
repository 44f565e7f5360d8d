namespace Antenna.Core.Occurrences;

/// <summary>Whether an identification stands, or how it ended.</summary>
public enum IdentificationStatus
{
    /// <summary>It counts now.</summary>
    Standing,

    /// <summary>A later identification of the same person, which is known, took its place; it stands again when that one is deleted.</summary>
    Superseded,

    /// <summary>The person withdrew it by hand; nothing makes it stand again.</summary>
    Withdrawn,
}
