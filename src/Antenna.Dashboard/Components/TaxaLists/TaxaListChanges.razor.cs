using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>What a version lists otherwise than another one that a person chooses: the one before it, unless they choose.</summary>
public sealed partial class TaxaListChanges(TaxaListReader reader, NavigationManager navigation) : LiveComponent
{
    private const int PageSize = 50;

    private TaxaListVersionOverview? _before;
    private TaxaListDifference? _difference;
    private (long VersionId, long? BeforeId, TaxaListAddress Address)? _read;

    /// <summary>Of the list's page: what the version is compared with, and which of the names are shown.</summary>
    [Parameter, EditorRequired]
    public TaxaListAddress Address { get; set; } = null!;

    [Parameter, EditorRequired]
    public TaxaListOverview List { get; set; } = null!;

    /// <summary>The version that the address means.</summary>
    [Parameter, EditorRequired]
    public TaxaListVersionOverview Version { get; set; } = null!;

    /// <summary>The versions that it can be compared with.</summary>
    private IReadOnlyList<TaxaListVersionOverview> Baselines =>
        [.. List.Versions.Where(version => version.Number != Version.Number)];

    private IEnumerable<(NameDifference? Kind, string Name, int Count)> Kinds =>
    [
        (null, "All", _difference!.Counts.Differing),
        (NameDifference.Added, "Added", _difference.Counts.Added),
        (NameDifference.Removed, "Removed", _difference.Counts.Removed),
        (NameDifference.Changed, "Described otherwise", _difference.Counts.Changed),
    ];

    protected override async Task OnParametersSetAsync()
    {
        _before = Address.Against is { } number ? Baselines.FirstOrDefault(version => version.Number == number) : List.Before(Version);
        var read = (Version.Id, _before?.Id, Address);
        if (_read == read)
            return;
        (_read, _difference) = (read, null);
        if (_before is not null)
            await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        var read = _read;
        var difference = await reader.DifferenceAsync(Version.Id, _before!.Id, Address.Difference, PageSize, Address.Cursor, cancellationToken);
        if (read == _read)
            _difference = difference;
    });

    private void Compare(int? against) =>
        navigation.NavigateTo(Address.Compare(against == List.Before(Version)?.Number ? null : against, Address.Difference), replace: true);

    private string At(NameDifference? only) => Address.Compare(Address.Against, only);

    private string At(string? cursor) => Address with { Cursor = cursor };

    private string NameOf(int? number) => List.Version(number) is { } version && number is not null
        ? $"v{version.Number}, {Figures.Moment(version.CreatedAt)}, {Figures.Count(version.EntryCount, "name", "names")}"
        : "";

    private static string SignOf(DifferingName name) => name.Difference switch
    {
        NameDifference.Added => "+",
        NameDifference.Removed => "−",
        _ => "≠",
    };

    private static string TextOf(DifferingName name) => name switch
    {
        { ChangesDescendants: true, IncludesDescendants: true } => "described otherwise: with everything below it",
        { ChangesDescendants: true } => "described otherwise: only itself",
        { Difference: NameDifference.Changed } => "described otherwise",
        { Difference: NameDifference.Added, IncludesDescendants: true } => "added, with everything below it",
        { Difference: NameDifference.Added } => "added",
        { IncludesDescendants: true } => "removed, with everything below it",
        _ => "removed",
    };
}
