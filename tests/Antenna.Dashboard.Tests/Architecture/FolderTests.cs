using Xunit;

namespace Antenna.Dashboard.Tests.Architecture;

/// <summary>
/// No two folders of the product need each other: one that needs another can be read, changed and tested after it. A folder
/// is a namespace; what is generated for migrations does not count, and the context with its entities may be known by all.
/// </summary>
public sealed class FolderTests
{
    private const string KnownByAll = "Antenna.Data.Model";

    private static readonly HashSet<(string From, string To)> Arrows = ReadArrows();

    [Fact]
    public void No_two_folders_need_each_other()
    {
        var pairs = string.Join(Environment.NewLine, NeedingEachOther(Arrows));

        Assert.True(pairs.Length == 0, $"These need each other:{Environment.NewLine}{pairs}");
    }

    /// <summary>Folders that need others are seen to, in code, in markup, and between rooms: the rule could fail.</summary>
    [Theory]
    [InlineData("Antenna.Data.Import.Pipeline", "Antenna.Data.Import")]
    [InlineData("Antenna.PostProcessing.Runs", "Antenna.Data.Runs")]
    [InlineData("Antenna.Dashboard.Components.Occurrence", "Antenna.Dashboard.Components.Pictures")]
    [InlineData("Antenna.Dashboard.CommandLine", "Antenna.PostProcessing.Runs")]
    public void A_folder_is_seen_to_need_another(string from, string to) => Assert.Contains((from, to), Arrows);

    [Fact]
    public void Two_folders_that_need_each_other_are_found_once() =>
        Assert.Equal(["A <-> B"], NeedingEachOther([("A", "B"), ("B", "A"), ("B", "C"), ("A", "C")]));

    private static IEnumerable<string> NeedingEachOther(HashSet<(string From, string To)> arrows) =>
        from arrow in arrows
        where string.CompareOrdinal(arrow.From, arrow.To) < 0 && arrows.Contains((arrow.To, arrow.From))
        orderby arrow.From, arrow.To
        select $"{arrow.From} <-> {arrow.To}";

    private static HashSet<(string From, string To)> ReadArrows() =>
    [
        .. from type in Product.Architecture.Types
           from dependency in type.Dependencies
           let arrow = (From: type.Namespace.FullName, To: dependency.Target.Namespace?.FullName ?? "")
           where arrow.From != arrow.To && arrow.To != KnownByAll && IsFolder(arrow.From) && IsFolder(arrow.To)
           select arrow,
    ];

    private static bool IsFolder(string name) =>
        name.StartsWith("Antenna.", StringComparison.Ordinal) && !name.EndsWith(".Migrations", StringComparison.Ordinal);
}
