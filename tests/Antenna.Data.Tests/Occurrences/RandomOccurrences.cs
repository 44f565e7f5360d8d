using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>
/// Two projects of occurrences, whatever they may be: with and without a time, a station, predictions and a determination,
/// at equal times and scores, in no, one or several sets; over a tree that is as dirty as published ones.
/// </summary>
public sealed class RandomOccurrences(PostgresCluster cluster) : IAsyncLifetime
{
    private const int AnimalsPerProject = 150;

    private static readonly DateTime Now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Random _random = new(20_260_101);

    public TestDatabase Database { get; } = new(cluster);

    public IReadOnlyList<Project> Projects { get; private set; } = [];

    public IReadOnlyList<Taxon> Taxa { get; private set; } = [];

    public IReadOnlyList<Algorithm> Algorithms { get; private set; } = [];

    public IReadOnlyList<TaxaListVersion> Versions { get; private set; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        Projects = await AddAsync("Hills", "Coast", name => new Project { Name = name, CreatedAt = Now });
        Taxa = await AddTaxaAsync();
        Algorithms = await AddAlgorithmsAsync();
        Versions = await AddListAsync();
        foreach (var project in Projects)
            await FillAsync(project);
        await using var connection = await Database.DataSource.OpenConnectionAsync(Token);
        await using var context = Database.CreateDbContext();
        await Determinations.RecomputeAsync(connection, await context.Occurrences.Select(each => each.Id).ToListAsync(Token), Token);
        foreach (var project in Projects)
            await AddRunAsync(project);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task<IReadOnlyList<T>> AddAsync<T>(string one, string other, Func<string, T> make)
        where T : class => await AddAsync(make(one), make(other));

    private async Task<IReadOnlyList<T>> AddAsync<T>(params T[] rows)
        where T : class
    {
        await using var context = Database.CreateDbContext();
        context.AddRange(rows.Cast<object>());
        await context.SaveChangesAsync(Token);
        return rows;
    }

    /// <summary>Two families of four genera of three species; synonyms, one of them of a synonym; a circle of parents.</summary>
    private async Task<IReadOnlyList<Taxon>> AddTaxaAsync()
    {
        static Taxon Taxon(string name, Rank rank, Taxon? parent = null, Taxon? accepted = null) =>
            new() { Name = name, Rank = rank, ParentId = parent?.Id, AcceptedTaxonId = accepted?.Id, Source = "test" };

        var taxa = new List<Taxon>();
        async Task<Taxon> One(Taxon taxon)
        {
            taxa.AddRange(await AddAsync(taxon));
            return taxon;
        }

        foreach (var family in (string[])["Zygaenidae", "Erebidae"])
        {
            var above = await One(Taxon(family, Rank.Family));
            for (var genus = 0; genus < 4; genus++)
            {
                var name = $"{family[..3]}{(char)('d' - genus)}a";
                var middle = await One(Taxon(name, Rank.Genus, above));
                for (var species = 0; species < 3; species++)
                {
                    var accepted = await One(Taxon($"{name} {(char)('c' - species)}us", Rank.Species, middle));
                    if (species == 0)
                        await One(Taxon($"{name} {(char)('c' - species)}us minor", Rank.Subspecies, accepted));
                    if (species == 1)
                        await One(Taxon($"Old{name} {(char)('c' - species)}us", Rank.Species, accepted: accepted));
                }
            }
        }

        await One(Taxon("Oldest zyga", Rank.Species, accepted: taxa.First(taxon => taxon.AcceptedTaxonId is not null)));
        var circle = await One(Taxon("Circularia", Rank.Genus));
        var inner = await One(Taxon("Circularia viciosa", Rank.Species, circle));
        await using var context = Database.CreateDbContext();
        await context.Taxa.Where(taxon => taxon.Id == circle.Id).ExecuteUpdateAsync(row => row.SetProperty(each => each.ParentId, inner.Id), Token);
        await AddAsync(new TaxonCommonName { TaxonId = taxa.First(taxon => taxon.Rank is Rank.Species).Id, Name = "Six-spot Burnet" });
        return taxa;
    }

    private async Task<IReadOnlyList<Algorithm>> AddAlgorithmsAsync()
    {
        var map = (await AddAsync(new StoredCategoryMap { Hash = "map", ClassCount = 1 }))[0];
        var kept = (await AddAsync(new StoredKeptSet
        {
            CategoryMapId = map.Id, Hash = "kept", Listed = [1], NotATaxon = [0], ListedCount = 1, NotATaxonCount = 0,
        }))[0];
        var detector = new Algorithm { Kind = AlgorithmKind.Detector, Key = "detector", Name = "detector", CreatedAt = Now };
        var classifiers = ((string[])["wide", "regional"]).Select(name =>
            new Algorithm { Kind = AlgorithmKind.Classifier, Key = name, Name = name, CategoryMapId = map.Id, CreatedAt = Now }).ToArray();
        await AddAsync([detector, .. classifiers]);
        var mask = new Algorithm
        {
            Kind = AlgorithmKind.Masking, Key = "mask", Name = "wide masked", CategoryMapId = map.Id, SourceAlgorithmId = classifiers[0].Id,
            KeptSetId = kept.Id, Mode = ScoreMode.Reweighted, CreatedAt = Now,
        };
        await AddAsync(mask);
        return [detector, .. classifiers, mask];
    }

    private async Task<IReadOnlyList<TaxaListVersion>> AddListAsync()
    {
        var list = (await AddAsync(new TaxaList { Name = "Moths", CreatedAt = Now }))[0];
        var author = (await AddAsync(new Person { Name = "Author" }))[0];
        var versions = await AddAsync([.. Enumerable.Range(1, 2).Select(number => new TaxaListVersion
        {
            TaxaListId = list.Id, Number = number, AuthorId = author.Id, CreatedAt = Now, EntryCount = 1, ContentHash = $"{number}",
        })]);
        foreach (var version in versions)
        {
            await AddAsync([.. Taxa.Where(_ => _random.Next(4) == 0).Select(taxon => new TaxaListEntry
            {
                TaxaListVersionId = version.Id, NameKey = $"{taxon.Id}", Name = taxon.Name, Rank = taxon.Rank,
                TaxonId = taxon.Id, Match = NameMatchKind.Exact, IncludeDescendants = _random.Next(2) == 0,
            })]);
        }

        return versions;
    }

    private async Task FillAsync(Project project)
    {
        var stations = await AddAsync([.. Enumerable.Range(1, 3).Select(number => new Deployment { ProjectId = project.Id, Name = $"station {number}" })]);
        var captures = await AddAsync([.. Enumerable.Range(1, 40).Select(number => new Capture
        {
            ProjectId = project.Id,
            Path = $"{number}.jpg",
            DeploymentId = _random.Next(8) == 0 ? null : stations[_random.Next(3)].Id,
            CapturedAt = _random.Next(8) == 0 ? null : new DateTime(2024, 6, 1).AddDays(_random.Next(10)).AddHours(_random.Next(3) * 12),
        })]);
        var occurrences = await AddAsync([.. Enumerable.Range(0, AnimalsPerProject).Select(number => new Occurrence
        {
            ProjectId = project.Id,
            DeploymentId = captures[number % captures.Count].DeploymentId,
            FirstSeenAt = captures[number % captures.Count].CapturedAt,
        })]);

        // One set before the detections are there and two after: they must find their occurrences either way.
        await AddSetAsync(project, "early", captures);
        var detections = await AddAsync([.. occurrences.Index().SelectMany(each => Enumerable.Range(0, 1 + _random.Next(3)).Select(step => new Detection
        {
            CaptureId = captures[(each.Index + step) % captures.Count].Id, AlgorithmId = Algorithms[0].Id, OccurrenceId = each.Item.Id,
            X1 = each.Index, Y1 = step, X2 = each.Index + 10, Y2 = step + 10,
        }))]);
        await AddSetAsync(project, "late", captures);
        await AddSetAsync(project, "empty", []);
        await ClassifyAsync(detections);
        await AddAsync([.. occurrences.Where(_ => _random.Next(5) == 0).Select(occurrence => new Identification
        {
            OccurrenceId = occurrence.Id, TaxonId = AnyTaxon(), PersonId = 1, CreatedAt = Now, Comment = "seen",
        })]);
    }

    private async Task AddSetAsync(Project project, string name, IReadOnlyList<Capture> captures)
    {
        var set = (await AddAsync(new CaptureSet { ProjectId = project.Id, Name = name, CreatedAt = Now }))[0];
        await AddAsync([.. captures.Where(_ => _random.Next(3) == 0).Select(capture => new CaptureSetItem { CaptureSetId = set.Id, CaptureId = capture.Id })]);
    }

    private async Task ClassifyAsync(IReadOnlyList<Detection> detections)
    {
        await using var context = Database.CreateDbContext();
        var next = await context.Classifications.AnyAsync(Token) ? await context.Classifications.MaxAsync(row => row.Id, Token) + 1 : 1;
        var rows = new List<Classification>();
        foreach (var detection in detections)
        {
            foreach (var algorithm in Algorithms.Skip(1).Take(2).Where(_ => _random.Next(3) > 0))
            {
                var source = Row(next++, detection, algorithm, null);
                rows.Add(source);
                if (algorithm == Algorithms[1] && _random.Next(2) == 0)
                    rows.Add(Row(next++, detection, Algorithms[3], source));
            }
        }

        context.AddRange(rows);
        await context.SaveChangesAsync(Token);
    }

    private Classification Row(long id, Detection detection, Algorithm algorithm, Classification? source)
    {
        // Few different scores, so that there are equal ones.
        var score = _random.Next(1, 9) / 10.0;
        return new()
        {
            Id = id, DetectionId = detection.Id, AlgorithmId = algorithm.Id, LineageId = source?.Id ?? id, AppliedToId = source?.Id,
            TaxonId = _random.Next(6) == 0 ? null : AnyTaxon(), ClassIndex = 0, Score = score, AbsoluteScore = score,
            Terminal = source is not null || _random.Next(2) == 0 && algorithm != Algorithms[1], CreatedAt = Now,
        };
    }

    private async Task AddRunAsync(Project project)
    {
        await using var context = Database.CreateDbContext();
        var occurrences = await context.Occurrences.Where(each => each.ProjectId == project.Id).ToListAsync(Token);
        var set = await context.CaptureSets.FirstAsync(each => each.ProjectId == project.Id, Token);
        var run = new Run
        {
            ProjectId = project.Id, Task = "class-masking", CaptureSetId = set.Id, SourceAlgorithmId = Algorithms[1].Id, AlgorithmId = Algorithms[3].Id,
            Settings = "{}", SettingsHash = "", BatchSize = 1, RequestedById = 1, State = RunState.Succeeded, CreatedAt = Now,
        };
        await AddAsync(run);
        await AddAsync([.. occurrences.Where(_ => _random.Next(2) == 0).Select(occurrence => new OccurrenceEffect
        {
            RunId = run.Id,
            OccurrenceId = occurrence.Id,
            TaxonBeforeId = _random.Next(3) == 0 ? occurrence.DeterminationTaxonId : _random.Next(3) == 0 ? null : Taxa[2].Id,
            TaxonAfterId = occurrence.DeterminationTaxonId,
            FirstSeenAt = occurrence.FirstSeenAt,
        })]);
    }

    private long AnyTaxon() => Taxa[_random.Next(Taxa.Count)].Id;
}
