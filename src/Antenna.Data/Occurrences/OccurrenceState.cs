using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Antenna.Core.Occurrences;

namespace Antenna.Data.Occurrences;

/// <summary>What an occurrence's row says of its determination.</summary>
public readonly record struct StoredDetermination(long? TaxonId, double? Score, bool Verified, long? MachineTaxonId, double? MachineScore)
{
    public static StoredDetermination Of(Determination determination) => new(
        determination.TaxonId, determination.Score, determination.Verified,
        determination.Machine?.TaxonId, determination.Machine?.Score);
}

/// <summary>A classification as the determination rule and a lineage see it.</summary>
public sealed class ClassificationState
{
    public required long Id { get; init; }

    public required long DetectionId { get; init; }

    public required long LineageId { get; init; }

    /// <summary>The row that it was derived from; null on a source.</summary>
    public long? AppliedToId { get; init; }

    public required long AlgorithmId { get; init; }

    public required long? TaxonId { get; init; }

    /// <inheritdoc cref="ClassificationFact.IsUnresolved"/>
    public bool IsUnresolved { get; init; }

    public required double Score { get; init; }

    public required double AbsoluteScore { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>As it will be once the changes under way are written.</summary>
    public required bool Terminal { get; set; }

    public bool IsSource => Id == LineageId;

    internal ClassificationState Copy() => (ClassificationState)MemberwiseClone();

    public ClassificationFact Fact => new(Id, TaxonId, Score, AbsoluteScore, Terminal, CreatedAt) { IsUnresolved = IsUnresolved };
}

/// <summary>One occurrence with all that decides its determination; locked, where it was read for a change.</summary>
public sealed class OccurrenceState(long id, StoredDetermination stored)
{
    private readonly List<IdentificationFact> _identifications = [];
    private readonly List<ClassificationState> _classifications = [];
    private readonly HashSet<long> _detections = [];

    public long Id => id;

    /// <summary>The determination as the database has it.</summary>
    public StoredDetermination Stored => stored;

    public IReadOnlyList<IdentificationFact> Identifications => _identifications;

    public IReadOnlyList<ClassificationState> Classifications => _classifications;

    /// <summary>Its detections, those included that no algorithm classified.</summary>
    public IReadOnlySet<long> Detections => _detections;

    /// <summary>A version (as an ETag) that changes whenever an identification is submitted or ends, or a prediction comes or becomes intermediate.</summary>
    public string Version
    {
        get
        {
            var parts = _identifications.Select(each => $"i{each.Id}{each.Status}")
                .Concat(_classifications.Select(row => $"c{row.Id}{(row.Terminal ? '+' : '-')}{row.TaxonId}"))
                .Order(StringComparer.Ordinal);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', parts))).AsSpan(0, 16));
        }
    }

    /// <summary>The same once more, to try changes on that this one is not to know of.</summary>
    public OccurrenceState Copy()
    {
        var copy = new OccurrenceState(id, stored);
        copy._identifications.AddRange(_identifications);
        copy._classifications.AddRange(_classifications.Select(row => row.Copy()));
        copy._detections.UnionWith(_detections);
        return copy;
    }

    public void Add(IdentificationFact identification) => _identifications.Add(identification);

    public void Add(ClassificationState classification) => _classifications.Add(classification);

    public void AddDetection(long detectionId) => _detections.Add(detectionId);

    public void Remove(ClassificationState classification) => _classifications.Remove(classification);

    /// <summary>What the one rule makes of the occurrence now.</summary>
    public Determination Determine()
    {
        var facts = new ClassificationFact[_classifications.Count];
        for (var i = 0; i < facts.Length; i++)
            facts[i] = _classifications[i].Fact;
        return Determination.Of(CollectionsMarshal.AsSpan(_identifications), facts);
    }
}
