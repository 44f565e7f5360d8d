using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.Testing.Scenarios;

/// <summary>
/// One project with a capture set, and what pipelines and people said of it, written straight into a database. Several
/// scenarios may share a database; they share its taxa, and nothing else.
/// </summary>
public sealed class Scenario
{
    /// <summary>The label of a class that is not a taxon.</summary>
    public const string Background = "background";

    /// <summary>A label that begins like this resolves to no taxon.</summary>
    public const char UnresolvedMark = '?';

    /// <summary>When everything happens that does not say otherwise.</summary>
    public static readonly DateTime Night = new(2024, 7, 12, 2, 30, 0, DateTimeKind.Utc);

    private readonly NpgsqlDataSource _dataSource;
    private int _captures;

    private Scenario(NpgsqlDataSource dataSource, Project project, Person curator, CaptureSet set, Algorithm detector)
    {
        _dataSource = dataSource;
        Project = project;
        Curator = curator;
        Set = set;
        Detector = detector;
    }

    public Project Project { get; }

    public Person Curator { get; }

    /// <summary>The set that every capture is in, unless it is added next to it.</summary>
    public CaptureSet Set { get; }

    public Algorithm Detector { get; }

    /// <summary>A project with an empty capture set; its name must be new to the database.</summary>
    public static async Task<Scenario> CreateAsync(NpgsqlDataSource dataSource, string project = "Green Mountains")
    {
        await using var context = Context(dataSource);
        var owner = new Project { Name = project, CreatedAt = Night };
        var curator = new Person { Name = $"Curator of {project}" };
        var detector = new Algorithm { Kind = AlgorithmKind.Detector, Key = $"detector of {project}", Name = "Detector", CreatedAt = Night };
        context.AddRange(owner, curator, detector);
        await context.SaveChangesAsync(Token);
        var set = new CaptureSet { ProjectId = owner.Id, Name = "All nights", CreatedAt = Night };
        context.Add(set);
        await context.SaveChangesAsync(Token);
        return new(dataSource, owner, curator, set, detector);
    }

    /// <summary>
    /// A classifier of these labels: <see cref="Background"/> is not a taxon, one that begins with
    /// <see cref="UnresolvedMark"/> is unresolved, and every other names a species.
    /// </summary>
    public async Task<ScenarioClassifier> AddClassifierAsync(string name, params string[] labels)
    {
        var classes = new List<ClassLabel>();
        foreach (var (index, label) in labels.Index())
        {
            classes.Add(label switch
            {
                Background => new(index, label, ClassMeaning.NotATaxon, TaxonId: null),
                _ when label.StartsWith(UnresolvedMark) => new(index, label, ClassMeaning.Unresolved, TaxonId: null),
                _ => new(index, label, ClassMeaning.Taxon, await SpeciesAsync(label)),
            });
        }

        await using var context = Context(_dataSource);
        var map = new CategoryMap(classes);
        var stored = await context.CategoryMaps.SingleOrDefaultAsync(each => each.Hash == map.Hash, Token);
        if (stored is null)
        {
            stored = new() { Hash = map.Hash, ClassCount = map.Count };
            context.Add(stored);
            await context.SaveChangesAsync(Token);
            context.AddRange(map.Select(label => new StoredClass
            {
                CategoryMapId = stored.Id, Index = label.Index, Label = label.Label, Meaning = label.Meaning, TaxonId = label.TaxonId,
            }));
        }

        var algorithm = new Algorithm
        {
            Kind = AlgorithmKind.Classifier, Key = $"{name} of {Project.Name}", Name = name, CategoryMapId = stored.Id, CreatedAt = Night,
        };
        context.Add(algorithm);
        await context.SaveChangesAsync(Token);
        return new(algorithm, map);
    }

    /// <summary>The id of a species of this name, new or known.</summary>
    public async Task<long> SpeciesAsync(string name)
    {
        await using var context = Context(_dataSource);
        var taxon = await context.Taxa.SingleOrDefaultAsync(each => each.Name == name && each.Rank == Rank.Species, Token);
        if (taxon is null)
        {
            taxon = new() { Name = name, Rank = Rank.Species, Source = "scenario" };
            context.Add(taxon);
            await context.SaveChangesAsync(Token);
        }

        return taxon.Id;
    }

    /// <summary>A list of the project, or of all projects, without a version yet.</summary>
    public async Task<TaxaList> AddListAsync(string name = "Vermont moths", bool shared = false)
    {
        await using var context = Context(_dataSource);
        var list = new TaxaList { ProjectId = shared ? null : Project.Id, Name = name, CreatedAt = Night };
        context.Add(list);
        await context.SaveChangesAsync(Token);
        return list;
    }

    /// <summary>A list of the project whose only version lists these species.</summary>
    public async Task<TaxaList> AddListOfAsync(params string[] species)
    {
        var list = await AddListAsync();
        await AddVersionAsync(list, species);
        return list;
    }

    /// <summary>The list's next version, of these species.</summary>
    /// <param name="trialOf">The only curator who may use it: then it is a trial of the newest version, and has no number.</param>
    public async Task<TaxaListVersion> AddVersionAsync(TaxaList list, IReadOnlyCollection<string> species, Person? trialOf = null)
    {
        var taxa = new Dictionary<string, long>();
        foreach (var name in species)
            taxa.Add(name, await SpeciesAsync(name));

        await using var context = Context(_dataSource);
        var newest = await context.TaxaListVersions.Where(each => each.TaxaListId == list.Id && each.Number != null)
            .OrderByDescending(each => each.Number).FirstOrDefaultAsync(Token);
        var version = new TaxaListVersion
        {
            TaxaListId = list.Id,
            Number = trialOf is null ? (newest?.Number ?? 0) + 1 : null,
            BaseVersionId = trialOf is null ? null : newest!.Id,
            ChangeCount = trialOf is null ? null : 1,
            AuthorId = Curator.Id,
            CreatedAt = Night,
            TrialOfId = trialOf?.Id,
            EntryCount = taxa.Count,
            ContentHash = string.Join(',', taxa.Values.Order()),
        };
        context.Add(version);
        await context.SaveChangesAsync(Token);
        context.AddRange(taxa.Select(taxon => new TaxaListEntry
        {
            TaxaListVersionId = version.Id,
            NameKey = ScientificName.Normalize(taxon.Key),
            Name = taxon.Key,
            Rank = Rank.Species,
            TaxonId = taxon.Value,
            Match = NameMatchKind.Exact,
        }));
        await context.SaveChangesAsync(Token);
        return version;
    }

    public async Task<Person> AddPersonAsync(string name)
    {
        await using var context = Context(_dataSource);
        var person = new Person { Name = name };
        context.Add(person);
        await context.SaveChangesAsync(Token);
        return person;
    }

    /// <summary>An animal seen once, and what pipelines said of it.</summary>
    public async Task<ScenarioOccurrence> AddOccurrenceAsync(params PipelineResult[] results) =>
        (await AddOccurrencesAsync([[results]]))[0];

    /// <summary>Animals, each with its detections, each with what pipelines said of it; one capture a detection.</summary>
    /// <param name="animals">By animal, by detection, by result.</param>
    /// <param name="inSet">Whether the captures are in <see cref="Set"/>.</param>
    public async Task<IReadOnlyList<ScenarioOccurrence>> AddOccurrencesAsync(
        IReadOnlyList<PipelineResult[][]> animals, bool inSet = true)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        await context.Database.UseTransactionAsync(transaction, Token);

        var occurrences = animals.Select(_ => new Occurrence { ProjectId = Project.Id }).ToList();
        var captures = animals.Select(animal => animal.Select(_ => new Capture { ProjectId = Project.Id, Path = $"{++_captures}.jpg" }).ToList()).ToList();
        context.AddRange(occurrences);
        context.AddRange(captures.SelectMany(each => each));
        await context.SaveChangesAsync(Token);

        var detections = captures.Select((seen, animal) => seen.Select(capture => new Detection
        {
            CaptureId = capture.Id, AlgorithmId = Detector.Id, OccurrenceId = occurrences[animal].Id, X1 = 0, Y1 = 0, X2 = 10, Y2 = 10,
        }).ToList()).ToList();
        context.AddRange(detections.SelectMany(each => each));
        if (inSet)
            context.AddRange(captures.SelectMany(each => each).Select(capture => new CaptureSetItem { CaptureSetId = Set.Id, CaptureId = capture.Id }));
        await context.SaveChangesAsync(Token);

        var sources = new Sources(context);
        var results = animals.Index().SelectMany(animal => animal.Item.Index().SelectMany(seen =>
            seen.Item.Select(result => (detections[animal.Index][seen.Index], result)))).ToList();
        var written = await sources.AddAsync(results, Token);
        await Determinations.RecomputeAsync(connection, [.. occurrences.Select(each => each.Id)], Token);
        await transaction.CommitAsync(Token);
        return
        [
            .. occurrences.Select((occurrence, animal) => new ScenarioOccurrence(
                occurrence.Id,
                [.. detections[animal].Select(detection => detection.Id)],
                [.. written.Where(row => detections[animal].Any(detection => detection.Id == row.DetectionId)).Select(row => row.Id)])),
        ];
    }

    /// <summary>
    /// A newer result of the same classifier on a detection: it starts a new lineage and retires the old one.
    /// </summary>
    /// <returns>The new source.</returns>
    public async Task<long> AddNewerResultAsync(ScenarioOccurrence occurrence, long detectionId, PipelineResult result)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await OccurrenceStates.LockAsync(connection, [occurrence.Id], Token);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        await context.Database.UseTransactionAsync(transaction, Token);
        var retired = context.Classifications
            .Where(source => source.DetectionId == detectionId && source.AlgorithmId == result.Classifier.Id && source.AppliedToId == null)
            .Select(source => source.Id);
        await context.Classifications.Where(row => retired.Contains(row.LineageId) && row.Terminal)
            .ExecuteUpdateAsync(row => row.SetProperty(each => each.Terminal, false), Token);
        var detection = await context.Detections.SingleAsync(each => each.Id == detectionId, Token);
        var source = (await new Sources(context).AddAsync([(detection, result)], Token)).Single();
        await Determinations.RecomputeAsync(connection, [occurrence.Id], Token);
        await transaction.CommitAsync(Token);
        return source.Id;
    }

    /// <summary>A person names an animal; it is not announced.</summary>
    public async Task<long> IdentifyAsync(ScenarioOccurrence occurrence, string species, Person? by = null, DateTime? at = null)
    {
        var identification = new NewIdentification(
            occurrence.Id, (by ?? Curator).Id, await SpeciesAsync(species), at ?? Night.AddDays(1), Comment: null);
        await using var connection = await _dataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var added = await IdentificationWriter.AddAsync(connection, [identification], Token);
        await transaction.CommitAsync(Token);
        return added.Ids[0];
    }

    /// <summary>The person who made an identification withdraws it; it is not announced.</summary>
    public async Task WithdrawAsync(ScenarioOccurrence occurrence, long identificationId)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var withdrawals = new Dictionary<long, DateTime> { [identificationId] = Night.AddDays(2) };
        await IdentificationWriter.WithdrawAsync(connection, withdrawals, [occurrence.Id], Token);
        await transaction.CommitAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static AntennaDbContext Context(NpgsqlDataSource dataSource) => new(AntennaDatabase.Options(dataSource));
}
