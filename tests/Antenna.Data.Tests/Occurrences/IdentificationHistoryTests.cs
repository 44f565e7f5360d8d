using System.Globalization;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Verification;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>
/// Random histories of identifications on a real database, compared with a simple model after every act. A history that
/// fails prints the seed to see it fail again with, and the shortest one that was found.
/// </summary>
public sealed class IdentificationHistoryTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    /// <summary>The variable of CsCheck's for how many histories to try.</summary>
    private const string IterationsVariable = "CsCheck_Iter";

    private const long Histories = 25;

    private static readonly long Iterations =
        long.Parse(Environment.GetEnvironmentVariable(IterationsVariable) ?? $"{Histories}", CultureInfo.InvariantCulture);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("identifications");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task Whatever_people_do_in_any_order_ends_as_the_rules_have_it() => IdentificationHistory.AnyHistory.SampleAsync(
        async history =>
        {
            var play = await Play.CreateAsync(database, _folder.FullName);
            foreach (var step in history.Steps)
                await play.StepAsync(step);
            await AssertVerifiedAsync(history);
        },
        iter: Iterations,
        threads: 1,
        print: history => $"{history}");

    /// <summary>What is kept derived is what it derives from, whatever happened.</summary>
    private async Task AssertVerifiedAsync(IdentificationHistory history)
    {
        var report = await new DerivedVerification(database.DataSource).VerifyAsync(repair: false, progress: null, TestContext.Current.CancellationToken);
        Assert.True(report.IsClean, $"{string.Join(", ", report.Remaining)} after {history}");
    }

    /// <summary>One history under way, in a project of its own and in the model.</summary>
    private sealed class Play
    {
        private static int _projects;

        private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 7, 14, 9, 0, 0, TimeSpan.Zero));
        private readonly List<(int Person, IReadOnlyList<ModelledIdentification> Created)> _bulkActs = [];
        private readonly TestDatabase _database;
        private readonly string _folder;
        private readonly Scenario _scenario;
        private readonly IReadOnlyList<ScenarioOccurrence> _occurrences;
        private readonly IReadOnlyList<Person> _people;
        private readonly IReadOnlyList<long> _taxa;
        private readonly IdentificationModel _model;

        private Play(
            TestDatabase database, string folder, Scenario scenario, IReadOnlyList<ScenarioOccurrence> occurrences, IReadOnlyList<Person> people, IReadOnlyList<long> taxa)
        {
            (_database, _folder, _scenario, _occurrences, _people, _taxa) = (database, folder, scenario, occurrences, people, taxa);
            _model = new(taxa[0]);
        }

        private Identifications Identifications => new(_database.DataSource, _time);

        private DateTime Now => _time.GetUtcNow().UtcDateTime;

        public static async Task<Play> CreateAsync(TestDatabase database, string folder)
        {
            var scenario = await Scenario.CreateAsync(database.DataSource, $"History {Interlocked.Increment(ref _projects)}");
            string[] species = [.. Enumerable.Range(0, IdentificationHistory.Taxa).Select(Species)];
            var moths = await scenario.AddClassifierAsync("moths", species);
            var occurrences = await scenario.AddOccurrencesAsync(
                [.. Enumerable.Range(0, IdentificationHistory.Occurrences).Select(_ => new[] { new[] { moths.Says(4, 1, 0) } })]);
            var people = new List<Person>();
            foreach (var number in Enumerable.Range(0, IdentificationHistory.People))
                people.Add(await scenario.AddPersonAsync($"Person {number} of {scenario.Project.Name}"));
            return new(database, folder, scenario, occurrences, people, [.. species.Select(moths.TaxonOf)]);
        }

        public async Task StepAsync(HistoryStep step)
        {
            _time.Advance(TimeSpan.FromMinutes(step.Minutes));
            await (step switch
            {
                Submit submit => SubmitAsync([submit.Occurrence], submit.Person, submit.Content),
                Bulk bulk => BulkAsync(bulk),
                UndoBulk undo => UndoAsync(undo),
                Withdraw withdraw => WithdrawAsync(withdraw),
                Delete delete => DeleteAsync(delete),
                ImportIdentifications import => ImportAsync(import),
                _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Not a kind of step."),
            });
            await AssertAsModelledAsync();
        }

        private async Task<IReadOnlyList<ModelledIdentification>> SubmitAsync(IReadOnlyList<int> occurrences, int person, Content content)
        {
            List<IdentificationSubmission> submissions = [.. occurrences.Select(occurrence => Submission(occurrence, content))];
            var modelled = occurrences.Select(occurrence => _model.Submit(occurrence, person, content, _taxa, Now)).ToList();

            var outcomes = await Identifications.SubmitAsync(submissions, _people[person], Token);

            foreach (var (outcome, expected) in outcomes.Zip(modelled).Where(pair => pair.Second.Created))
                expected.Row!.Id = outcome.IdentificationId!.Value;
            Assert.Equal(
                modelled.Select((each, at) => new SubmissionOutcome(submissions[at].OccurrenceId, each.Row?.Id, each.Created, each.Refusal)), outcomes);
            return [.. modelled.Where(each => each.Created).Select(each => each.Row!)];
        }

        private IdentificationSubmission Submission(int occurrence, Content content)
        {
            var (id, there) = (_occurrences[occurrence].Id, _model.Of(occurrence).ToList());
            return content switch
            {
                Named named => new SuggestedName(id, _taxa[named.Taxon], named.Comment),
                Commented commented => new OccurrenceComment(id, commented.Text),
                AgreedWithPerson agreed => new AgreementWithIdentification(id, there.Count == 0 ? 0 : there[agreed.Identification % there.Count].Id),
                _ => new AgreementWithPrediction(id, _occurrences[occurrence].Source),
            };
        }

        private async Task BulkAsync(Bulk bulk)
        {
            List<int> selected = [.. Enumerable.Range(0, IdentificationHistory.Occurrences).Where(occurrence => (bulk.Of & (1 << occurrence)) != 0)];
            _bulkActs.Add((bulk.Person, await SubmitAsync(selected, bulk.Person, bulk.Content)));
        }

        private async Task UndoAsync(UndoBulk undo)
        {
            if (_bulkActs.Count == 0)
                return;
            var (person, created) = _bulkActs[undo.Act % _bulkActs.Count];
            var expected = created.Select(row => new DeletionOutcome(row.Id, _model.Delete(row, person))).ToList();

            Assert.Equal(expected, await Identifications.DeleteAsync([.. created.Select(row => row.Id)], _people[person], Token));
        }

        private async Task WithdrawAsync(Withdraw withdraw)
        {
            if (_model.Rows.Count == 0)
                return;
            var row = _model.Rows[withdraw.Identification % _model.Rows.Count];
            var refusal = IdentificationModel.Withdraw(row, withdraw.Person);

            Assert.Equal(refusal, await Identifications.WithdrawAsync(row.Id, _people[withdraw.Person], Token));
        }

        private async Task DeleteAsync(Delete delete)
        {
            if (_model.Rows.Count == 0)
                return;
            var row = _model.Rows[delete.Identification % _model.Rows.Count];
            var refusal = _model.Delete(row, delete.Person);

            Assert.Equal(refusal, await Identifications.DeleteAsync(row.Id, _people[delete.Person], Token));
        }

        private async Task ImportAsync(ImportIdentifications import)
        {
            var dated = import.Rows.Select(row => (Row: row, At: row.HoursAgo is >= 0 and { } hours ? Now.AddHours(-hours) : (DateTime?)null)).ToList();
            var expected = ImportIntoModel(dated);
            var file = Path.Combine(_folder, "identifications.csv");
            await File.WriteAllLinesAsync(file, ["occurrence,name,person,date,comment", .. import.Rows.Select(Line)], Token);

            var report = await new IdentificationsImport(_database.DataSource, _time)
                .RunAsync(new(file, _scenario.Project.Name, "nobody"), null, Token);

            Assert.Equal(expected.Count, report.Count("identifications").New);
            await GiveIdsAsync(expected);
        }

        private List<ModelledIdentification> ImportIntoModel(List<(ImportedIdentification Row, DateTime? At)> table)
        {
            List<(ImportedIdentification Row, DateTime? At)> unknown = [.. table.Where(each => !_model.Knows(each.Row, _taxa, each.At))];
            var expected = new List<ModelledIdentification>();
            foreach (var (index, (row, at)) in unknown.Index())
            {
                if (_model.Import(row, unknown[..index], _taxa, at, Now) is { } added)
                    expected.Add(added);
            }

            return expected;
        }

        private string Line(ImportedIdentification row) => string.Create(
            CultureInfo.InvariantCulture,
            $"{_occurrences[row.Occurrence].Id},{(row.Taxon is { } taxon ? Species(taxon) : "")},{_people[row.Person].Name},{(row.HoursAgo is { } hours ? $"{Now.AddHours(-hours):s}Z" : "")},{row.Comment}");

        /// <summary>What an import adds to an occurrence is numbered in the order of its lines.</summary>
        private async Task GiveIdsAsync(List<ModelledIdentification> added)
        {
            var known = _model.Rows.Select(row => row.Id).ToHashSet();
            var rows = (await RowsAsync()).Where(row => !known.Contains(row.Id)).ToList();
            foreach (var occurrence in added.GroupBy(row => row.Occurrence))
            {
                var ids = rows.Where(row => row.OccurrenceId == _occurrences[occurrence.Key].Id).Select(row => row.Id).Order().ToList();
                Assert.Equal(occurrence.Count(), ids.Count);
                foreach (var (row, id) in occurrence.Zip(ids))
                    row.Id = id;
            }
        }

        private async Task AssertAsModelledAsync()
        {
            Assert.Equal(
                _model.Rows.OrderBy(row => row.Id).Select(row =>
                    (row.Id, _occurrences[row.Occurrence].Id, _people[row.Person].Id, row.Taxon, row.At, row.Comment, row.Status, row.SupersededBy?.Id)),
                (await RowsAsync()).Select(row =>
                    (row.Id, row.OccurrenceId, row.PersonId, row.TaxonId, row.CreatedAt, row.Comment, row.Status, row.SupersededById)));
            await using var context = _database.CreateDbContext();
            var determined = await context.Occurrences.AsNoTracking()
                .Where(occurrence => occurrence.ProjectId == _scenario.Project.Id).OrderBy(occurrence => occurrence.Id).ToListAsync(Token);
            Assert.Equal(
                _occurrences.Select((_, number) => ((long?)_model.Determination(number).Taxon, _model.Determination(number).Verified)),
                determined.Select(occurrence => (occurrence.DeterminationTaxonId, occurrence.Verified)));
        }

        private async Task<List<Identification>> RowsAsync()
        {
            await using var context = _database.CreateDbContext();
            var ids = _occurrences.Select(occurrence => occurrence.Id).ToList();
            return await context.Identifications.AsNoTracking().Where(row => ids.Contains(row.OccurrenceId)).OrderBy(row => row.Id).ToListAsync(Token);
        }

        private static string Species(int number) => $"Historia {(char)('a' + number)}lba";

        private static CancellationToken Token => TestContext.Current.CancellationToken;
    }
}
