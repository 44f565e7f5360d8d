using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Api;

/// <summary>A page of a list.</summary>
/// <param name="Next">The address of the page after; null on the last.</param>
/// <param name="Previous">The address of the page before; null on the first.</param>
/// <param name="Results">What is on it.</param>
public sealed record ResourcePage<T>(string? Next, string? Previous, IReadOnlyList<T> Results);

/// <summary>A thing by its id and name.</summary>
public sealed record NamedReference(long Id, string Name)
{
    internal static NamedReference? Of(DeploymentName? deployment) => deployment is null ? null : new(deployment.Id, deployment.Name);
}

/// <summary>A taxon.</summary>
/// <param name="Rank">In capitals: SPECIES.</param>
public sealed record TaxonReference(long Id, string Name, string Rank)
{
    internal static TaxonReference? Of(TaxonName? taxon) => taxon is null ? null : new(taxon.Id, taxon.Name, RankText.Of(taxon.Rank));
}

/// <summary>An algorithm; its kind and its category map are at ml/algorithms/.</summary>
public sealed record AlgorithmReference(long Id, string Name, string Key)
{
    internal static AlgorithmReference Of(AlgorithmName algorithm) => new(algorithm.Id, algorithm.Name, algorithm.Key);
}

/// <summary>The classification that another one was derived from.</summary>
/// <param name="CreatedAt">When the result was made.</param>
public sealed record AppliedToReference(long Id, DateTime CreatedAt, AlgorithmReference Algorithm)
{
    internal static AppliedToReference? Of(AppliedTo? origin) => origin is null ? null : new(origin.Id, origin.CreatedAt, AlgorithmReference.Of(origin.Algorithm));
}

/// <summary>A version of a taxa list.</summary>
/// <param name="Id">The version's.</param>
/// <param name="Number">Null for a trial.</param>
/// <param name="Label">"Vermont insects v3", or "Vermont insects v3 + 2 changes, trial".</param>
public sealed record TaxaListVersionReference(long Id, NamedReference List, int? Number, string Label)
{
    internal static TaxaListVersionReference? Of(TaxaListVersionName? version) =>
        version is null ? null : new(version.VersionId, new(version.TaxaListId, version.Name), version.Number, version.Label);
}

/// <summary>The run that wrote a row.</summary>
/// <param name="TaxaList">The version that it masked to; null for a task without a list.</param>
public sealed record RunReference(long Id, string Details, DateTime CreatedAt, TaxaListVersionReference? TaxaList);

/// <summary>How a classifier's probability divides under a mask; the three add up to 1.</summary>
/// <param name="Listed">On the taxa that the list has.</param>
/// <param name="Nothing">On what is not a taxon.</param>
/// <param name="OffList">On the rest.</param>
public sealed record MassesResource(double Listed, double Nothing, double OffList)
{
    internal static MassesResource? Of(Masses? masses) => masses is { } known ? new(known.Listed, known.Nothing, known.OffList) : null;
}

/// <summary>How the API writes boxes.</summary>
internal static class BoxCorners
{
    /// <summary>x1, y1, x2, y2 in px.</summary>
    public static IReadOnlyList<double>? Of(Box? box) => box is { } known ? [known.X1, known.Y1, known.X2, known.Y2] : null;
}

/// <summary>How the API writes local times of cameras, which carry no zone.</summary>
internal static class CameraTime
{
    public static string? Of(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}

/// <summary>How the API writes ranks: as Antenna's does.</summary>
internal static class RankText
{
    public static string Of(Core.Taxonomy.Rank rank) => rank.ToString().ToUpperInvariant();
}
