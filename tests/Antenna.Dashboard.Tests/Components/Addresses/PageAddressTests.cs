using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using CsCheck;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Addresses;

/// <summary>An address that was written is read as what it was written from, whatever page it is of.</summary>
public sealed class PageAddressTests
{
    private static readonly Gen<long> Ids = Gen.Long[0, long.MaxValue];
    private static readonly Gen<long?> Id = Ids.Nullable();
    private static readonly Gen<int?> Count = Gen.Int[0, int.MaxValue].Nullable();
    private static readonly Gen<bool?> YesOrNo = Gen.Bool.Nullable();
    private static readonly Gen<double> Numbers = Gen.Double.Where(double.IsFinite);
    private static readonly Gen<DateOnly?> Date = Gen.DateOnly[new DateOnly(1800, 1, 1), new DateOnly(2999, 12, 31)].Nullable();

    // Everything that has a meaning in an address, letters of all widths, and pairs of surrogates.
    private static readonly Gen<string?> Text =
        OneOf("a", "Z", "0", " ", "+", "&", "=", "?", "#", "%", "%00", "/", "\\", "\"", "'", "<", "é", "ß", "中", "🦋", "\u0301", "\n", "\u202e")
            .Array[0, 12].Select(string.Concat).Select(text => string.IsNullOrWhiteSpace(text) ? null : text);

    private static readonly Gen<MaskSettings> Mask = Gen.Select(
        Id.Array[2], Count, Ids.Array[0, 4], Gen.Enum<ScoreMode>(), Gen.Bool.Array[2], Numbers, Gen.Int[0, int.MaxValue],
        (ids, version, classifiers, mode, yes, hold, batch) => new MaskSettings
        {
            TaxaListId = ids[0], TrialId = ids[1], TaxaListVersion = version, UsesDraft = yes[1], ClassifierIds = classifiers,
            Options = new(mode, yes[0], hold), BatchSize = batch,
        });

    private static readonly Gen<TriedAnswer> Answers = Gen.OneOf(
        Gen.Const(TriedAnswer.Original),
        Gen.Const(TriedAnswer.RollUp),
        Gen.Enum<ScoreMode>().Nullable().Select(mode => TriedAnswer.Mask with { Mode = mode }),
        Gen.Select(Ids, Count, Gen.Enum<ScoreMode>().Nullable(), (list, version, mode) => TriedAnswer.OfList(list) with { Version = version, Mode = mode }));

    private static readonly Gen<TriedComparison> Comparisons = Gen.Select(
        Answers.Array[1, TriedComparison.MostAnswers], Gen.Int[0, 2], Gen.Bool, Gen.Bool, (answers, shown, logarithmic, common) => new TriedComparison
        {
            Answers = answers, Shown = shown, IsLogarithmic = logarithmic, ShowsCommonNames = common,
        });

    private static readonly Gen<OccurrenceFilter> Occurrences = Gen.Select(
        Id.Array[7], Date.Array[2], Numbers.Nullable().Array[2], YesOrNo, Gen.Select(Ids, Gen.Bool, Ids, Id, Id, Gen.Int[0, 3]), Text,
        (ids, dates, scores, verified, matches, search) => new OccurrenceFilter
        {
            ProjectId = ids[0], CaptureSetId = ids[1], SelectionId = ids[6], DeploymentId = ids[2], TaxonId = ids[3], IsTaxonAlone = verified is not null, RanAlgorithmId = ids[4], NotRanAlgorithmId = ids[5],
            From = dates[0], To = dates[1], MinScore = scores[0], MaxScore = scores[1], Verified = verified, Search = search,
            List = matches.Item6 is 0 ? null : new(matches.Item1, matches.Item2),
            ChangedBy = matches.Item6 switch { 0 or 1 => null, 2 => new(matches.Item3), _ => new(matches.Item3, new(matches.Item4, matches.Item5)) },
        });

    private static readonly Gen<OccurrencesAddress> OccurrenceLists = Gen.Select(
        Occurrences, Gen.Enum<OccurrenceOrder>(), Gen.Enum<OccurrenceView>(), OneOf([.. OccurrencesAddress.Sizes]), Text,
        (filter, order, view, size, cursor) => new OccurrencesAddress { Filter = filter, Order = order, View = view, Size = size, Cursor = cursor });

    private static readonly Gen<SelectionMaskAddress> MaskedSelections = Gen.Select(
        Id.Array[3], Mask, Gen.Enum<SelectionOutcomeKind>().Nullable(), Gen.Int[0, int.MaxValue], Ids.Array[0, 3],
        Gen.Select(MaybeFrom(OccurrenceLists), Text, Text.Where(text => text is not null).Array[0, 2], (from, task, settings) => (From: from, Task: task, Settings: settings.Select(text => text!).ToList())),
        (ids, mask, show, rows, runs, more) => new SelectionMaskAddress
        {
            ProjectId = ids[0], SelectionId = ids[1], OpenId = ids[2], Settings = mask, Show = show, Rows = rows, RunIds = runs, CameFrom = more.From,
            Task = more.Task, TaskSettings = more.Settings,
        });

    private static readonly Gen<RunsAddress> RunLists = Gen.Select(
        Id.Array[7], Gen.Select(Gen.Enum<RunState>().Nullable(), Gen.Enum<RunScopeKind>().Nullable()), Text, Gen.Bool.Nullable(), Date.Array[2], Text, Gen.Select(Count.Array[2], Gen.Enum<OutcomeKind>().Nullable().Array[2]),
        (ids, kinds, task, standing, dates, cursor, counts) => new RunsAddress
        {
            Filter = new()
            {
                ProjectId = ids[0], State = kinds.Item1, ScopeKind = kinds.Item2, SelectionId = ids[6], Task = task, CaptureSetId = ids[1], OccurrenceId = ids[2], TaxaListId = ids[3], TaxaListVersionId = ids[4],
                RequestedById = ids[5], ByStandingMask = standing, From = dates[0], To = dates[1],
                MinUpdated = counts.Item1[0], MaxUpdated = counts.Item1[1], SomeRows = counts.Item2[0], NoRows = counts.Item2[1],
            },
            Cursor = cursor,
        });

    private static readonly Gen<ImportsAddress> ImportLists = Gen.Select(
        Id.Array[2], Gen.Enum<ImportState>().Nullable(), Gen.Enum<ImportKind>().Nullable(), Text, (ids, state, kind, cursor) => new ImportsAddress
        {
            Filter = new() { ProjectId = ids[0], State = state, Kind = kind, RequestedById = ids[1] }, Cursor = cursor,
        });

    private static readonly Gen<CaptureSetsAddress> CaptureSetLists = Gen.Select(Id, Mask, Text, (project, mask, cursor) =>
        new CaptureSetsAddress { ProjectId = project, Settings = mask, Cursor = cursor });

    private static readonly Gen<CaptureSetAddress> CaptureSets = Gen.Select(Ids, Mask, MaybeFrom(CaptureSetLists), (id, mask, from) =>
        new CaptureSetAddress(id) { Settings = mask, CameFrom = from });

    private static readonly Gen<ImpactFilter> ImpactFilters =
        Gen.Select(Gen.Enum<ImpactFigure>(), Id, Id, (figure, from, to) => new ImpactFilter(figure, from, to));

    private static readonly Gen<ImpactCasesAddress> ImpactCases = Gen.Select(
        Ids, Mask, Gen.Bool, ImpactFilters, Id, MaybeFrom(CaptureSets), (id, mask, counts, filter, after, from) =>
            new ImpactCasesAddress(id) { Settings = mask, Count = counts ? filter : null, After = after, CameFrom = from });

    private static readonly Gen<TaxaListsAddress> TaxaListLists = Id.Select(project => new TaxaListsAddress { ProjectId = project });

    private static readonly Gen<OccurrenceAddress> OccurrencePages = Gen.Select(
        Ids, Id, Gen.Bool, Mask, Gen.Select(MaybeFrom(OccurrenceLists), MaybeFrom(MaskedSelections), MaybeFrom(ImpactCases)), Comparisons,
        (id, detection, all, mask, from, comparison) => new OccurrenceAddress(id)
        {
            DetectionId = detection, WholeHistory = all, Settings = mask, CameFrom = from.Item1, CameFromSelection = from.Item2, CameFromImpact = from.Item3, Comparison = comparison,
        });

    /// <summary>Every address of the product, by its type.</summary>
    private static readonly Dictionary<Type, Action> RoundTrips = new()
    {
        [typeof(OccurrencesAddress)] = () => Check(OccurrenceLists),
        [typeof(OccurrenceAddress)] = () => Check(OccurrencePages),
        [typeof(SelectionMaskAddress)] = () => Check(MaskedSelections),
        [typeof(RunsAddress)] = () => Check(RunLists),
        [typeof(RunAddress)] = () => Check(Gen.Select(Ids, MaybeFrom(RunLists), (id, from) => new RunAddress(id) { CameFrom = from })),
        [typeof(ImportsAddress)] = () => Check(ImportLists),
        [typeof(ImportAddress)] = () => Check(Gen.Select(Ids, MaybeFrom(ImportLists), (id, from) => new ImportAddress(id) { CameFrom = from })),
        [typeof(NewImportAddress)] = () => Check(Id.Select(project => new NewImportAddress { ProjectId = project })),
        [typeof(AntennaImportAddress)] = () => Check(Gen.Select(Id.Array[3], Text, (ids, from) => new AntennaImportAddress
        {
            ProjectId = ids[0], From = from, RemoteProjectId = ids[1], RemoteCaptureSetId = ids[2],
        })),
        [typeof(CaptureSetsAddress)] = () => Check(CaptureSetLists),
        [typeof(CaptureSetAddress)] = () => Check(CaptureSets),
        [typeof(ImpactCasesAddress)] = () => Check(ImpactCases),
        [typeof(ProjectAddress)] = () => Check(Gen.Select(Ids, Mask, Gen.Bool, Gen.Bool, (id, mask, setting, now) =>
            new ProjectAddress(id) { Settings = mask, IsSetting = setting, AlsoNow = now })),
        [typeof(TaxaListsAddress)] = () => Check(TaxaListLists),
        [typeof(TaxaListAddress)] = () => Check(Gen.Select(
            Ids, Count, Gen.Enum<TaxaListView>(), Gen.Select(Text, Id.Array[3], YesOrNo, Count), Gen.Select(Count, Gen.Enum<NameDifference>().Nullable()),
            Gen.Select(Text, MaybeFrom(TaxaListLists), Id),
            (id, version, view, filter, compared, place) => new TaxaListAddress(id)
            {
                Version = version, View = view, Against = compared.Item1, Difference = compared.Item2, Cursor = place.Item1, CameFrom = place.Item2, TrialId = place.Item3,
                Filter = new()
                {
                    Search = filter.Item1, NamedById = filter.Item2[0], NotNamedById = filter.Item2[1], TaxonId = filter.Item2[2], InTaxonomy = filter.Item3, AddedIn = filter.Item4,
                },
            })),
        [typeof(PictureHostsAddress)] = () => Check(Id.Select(project => new PictureHostsAddress { ProjectId = project })),
        [typeof(TaxaListImportAddress)] = () => Check(Gen.Select(Id, Id, (project, list) =>
            new TaxaListImportAddress { ProjectId = project, TaxaListId = list })),
        [typeof(NewTaxaListAddress)] = () => Check(Gen.Select(Id.Array[4], Gen.Enum<ListBeginning>(), Numbers, Gen.Int[0, 3], (ids, beginning, score, from) => new NewTaxaListAddress
        {
            ProjectId = ids[0], CaptureSetId = ids[1], CopyOfId = ids[2], Beginning = beginning, MinScore = score,
            CameFromOccurrence = from == 1 ? new(ids[3] ?? 1) { WholeHistory = true } : null,
            CameFromCaptureSet = from == 2 ? new(ids[3] ?? 1) { Task = "size-filter" } : null,
            CameFromSelection = from == 3 ? new() { SelectionId = ids[3] } : null,
        })),
        [typeof(DetectionsAddress)] = () => Check(Gen.Select(Id.Array[4], Text, MaybeFrom(OccurrencePages), (ids, cursor, from) => new DetectionsAddress
        {
            Filter = new() { Id = ids[0], OccurrenceId = ids[1], CaptureId = ids[2], AlgorithmId = ids[3] }, Cursor = cursor, CameFrom = from,
        })),
        [typeof(ClassificationsAddress)] = () => Check(Gen.Select(Id.Array[6], Text, MaybeFrom(OccurrencePages), (ids, cursor, from) => new ClassificationsAddress
        {
            Filter = new()
            {
                Id = ids[0], OccurrenceId = ids[1], DetectionId = ids[2], CaptureId = ids[3], AlgorithmId = ids[4], LineageId = ids[5],
            },
            Cursor = cursor,
            CameFrom = from,
        })),
    };

    public static TheoryData<Type> AddressTypes =>
        [.. typeof(PageAddress).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PageAddress)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(AddressTypes))]
    public void What_was_written_is_read_as_it_was(Type address) => RoundTrips[address]();

    [Theory]
    [InlineData("runs/7", 7L)]
    [InlineData("/Runs/7/?state=failed#top", 7L)]
    [InlineData("runs/%37", 7L)]
    [InlineData("runs/-7", -7L)]
    [InlineData("runs", null)]
    [InlineData("runs/7/8", null)]
    [InlineData("runs/99999999999999999999", null)]
    [InlineData("occurrences/7", null)]
    public void An_address_is_of_the_page_that_the_router_finds(string address, long? run) =>
        Assert.Equal(run, PageAddress.Parse<RunAddress>(address)?.Id);

    /// <summary>Of values that are none, as of ones that are not there.</summary>
    [Theory]
    [InlineData("?project=abc&state=nowhere&who=99999999999999999999&list=-1&cursor=&task=%20")]
    [InlineData("?project&=&&state==failed&q=1")]
    [InlineData("")]
    public void What_is_no_value_is_not_there(string query) => Assert.Equal(new(), PageAddress.Parse<RunsAddress>($"runs{query}"));

    [Theory]
    [InlineData("?project=7&project=8")]
    [InlineData("?PROJECT=7")]
    public void Of_several_values_the_first_counts_and_names_are_read_in_any_case(string query) =>
        Assert.Equal(new RunsAddress { Filter = new() { ProjectId = 7 } }, PageAddress.Parse<RunsAddress>($"runs{query}"));

    [Fact]
    public void Years_in_which_nobody_took_photographs_are_no_dates() =>
        Assert.Equal(new(), PageAddress.Parse<OccurrencesAddress>("occurrences?from=9999-12-31&to=0001-01-01"));

    /// <summary>Nobody is led to another site, or to a page of another kind.</summary>
    [Theory]
    [InlineData("https%3A%2F%2Fexample.org%2Foccurrences")]
    [InlineData("%2F%2Fexample.org%2Foccurrences")]
    [InlineData("javascript%3Aalert(1)")]
    [InlineData("runs%3Fproject%3D1")]
    public void One_comes_from_no_page_but_a_list_of_occurrences(string from) =>
        Assert.Equal(new OccurrenceAddress(7), PageAddress.Parse<OccurrenceAddress>($"occurrences/7?from={from}"));

    [Theory]
    [MemberData(nameof(AddressTypes))]
    public void Each_address_is_that_of_one_page(Type address)
    {
        var route = (string)address.GetField(nameof(RunAddress.Route))!.GetValue(null)!;

        Assert.Single(
            typeof(PageAddress).Assembly.GetTypes(),
            type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>().Any(it => it.Template == route));
    }

    private static Gen<T?> MaybeFrom<T>(Gen<T> lists)
        where T : PageAddress => Gen.Select(Gen.Bool, lists, (comes, list) => comes ? list : null);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static void Check<TAddress>(Gen<TAddress> addresses)
        where TAddress : PageAddress<TAddress>, IPageAddress<TAddress> =>
        addresses.Sample(address => Assert.Equal(address, PageAddress.Parse<TAddress>(address)), iter: 1_000, threads: 1);
}
