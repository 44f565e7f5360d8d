namespace Antenna.Data.Import;

public enum ImportFindingLevel
{
    /// <summary>Good to know: how the file was read, what was put right on the way.</summary>
    Note,

    /// <summary>A person should look: something was left out, or is not what it seems.</summary>
    Warning,
}

/// <summary>One place that a finding was made at.</summary>
/// <param name="Place">Where.</param>
/// <param name="Detail">What was found there, where the finding's message does not say it already.</param>
public sealed record ImportExample(ImportPlace Place, string? Detail = null)
{
    public override string ToString() => Detail is null ? $"{Place}" : $"{Place}: {Detail}";
}

/// <summary>One kind of thing that an import found, however often: a file of a million lines may hold it a million times.</summary>
/// <param name="Level">Whether a person should act.</param>
/// <param name="Message">What was found, what was made of it, and what was expected.</param>
/// <param name="Count">How often.</param>
/// <param name="Examples">The first places, at most <see cref="ImportFindings.ExamplesKept"/>.</param>
public sealed record ImportFinding(ImportFindingLevel Level, string Message, long Count, IReadOnlyList<ImportExample> Examples);
