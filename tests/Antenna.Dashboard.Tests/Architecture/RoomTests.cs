using Antenna.Dashboard.Hosting;
using Antenna.Dashboard.Tests.Architecture.Violations;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Antenna.Dashboard.Tests.Architecture;

/// <summary>Each room knows only those before it: Core ← Data ← PostProcessing ← Dashboard; and what each may use.</summary>
public sealed class RoomTests
{
    private const string Components = @"^Antenna\.Dashboard\.Components(\.|$)";
    private const string EntityFramework = @"^Microsoft\.EntityFrameworkCore(\.|$)";
    private const string Npgsql = @"^Npgsql(\.|$)";
    private const string Sql = @"^System\.Data(\.|$)";
    private const string Quartz = @"^Quartz(\.|$)";
    private const string AspNet = @"^Microsoft\.AspNetCore(\.|$)";
    private const string MathNet = @"^MathNet(\.|$)";
    private const string Vectors = @"^System\.(Numerics|Runtime\.Intrinsics)(\.|$)";

    private static readonly Assembly[] Rooms = Product.Rooms;

    private static readonly ArchUnitNET.Domain.Architecture Loaded = Product.Architecture;

    public static TheoryData<int, int> LaterRooms =>
        [.. from room in Enumerable.Range(0, Rooms.Length) from later in Enumerable.Range(room + 1, Rooms.Length - room - 1) select (room, later)];

    [Theory]
    [MemberData(nameof(LaterRooms))]
    public void No_room_knows_one_that_comes_after_it(int room, int later) =>
        Types().That().ResideInAssembly(Rooms[room]).Should().NotDependOnAny(Types().That().ResideInAssembly(Rooms[later])).Check(Loaded);

    /// <summary>A rule holds of what was never loaded, and of names that nothing bears; these must not.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Every_room_is_seen_to_know_the_one_before_it(int room, int earlier) =>
        AssertBroken(Types().That().ResideInAssembly(Rooms[room]).Should().NotDependOnAny(Types().That().ResideInAssembly(Rooms[earlier])));

    [Theory]
    [InlineData(EntityFramework)]
    [InlineData(Npgsql)]
    [InlineData(Sql)]
    [InlineData(Quartz)]
    [InlineData(AspNet)]
    public void The_science_uses_no_database_no_scheduler_and_no_web(string library) =>
        Types().That().ResideInAssembly(Rooms[0]).Should().NotDependOnAny(Of(library)).Check(Loaded);

    [Theory]
    [InlineData(Quartz)]
    [InlineData(AspNet)]
    public void Where_things_are_kept_is_no_scheduler_and_no_web(string library) =>
        Types().That().ResideInAssembly(Rooms[1]).Should().NotDependOnAny(Of(library)).Check(Loaded);

    /// <summary>Where the framework is not referred to, nothing of it can be used by chance.</summary>
    [Theory]
    [InlineData("Antenna.Core", false)]
    [InlineData("Antenna.Data", false)]
    [InlineData("Antenna.PostProcessing", false)]
    [InlineData("Antenna.Dashboard", true)]
    public void Only_the_dashboard_refers_to_the_framework_of_the_web(string room, bool refers)
    {
        var project = File.ReadAllText(Path.Combine(SettingsFiles.CheckoutFolder!, "src", room, $"{room}.csproj"));

        Assert.Equal(refers, project.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal) || project.Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_know_no_web() =>
        Types().That().ResideInAssembly(Rooms[2]).Should().NotDependOnAny(Of(AspNet)).Check(Loaded);

    [Theory]
    [InlineData(EntityFramework)]
    [InlineData(Npgsql)]
    [InlineData(Sql)]
    [InlineData(Quartz)]
    [InlineData(MathNet)]
    [InlineData(Vectors)]
    public void Components_use_services_and_never_a_database_a_scheduler_or_a_formula(string library) =>
        Types().That().ResideInNamespaceMatching(Components).Should().NotDependOnAny(Of(library)).Check(Loaded);

    /// <summary>The libraries are seen where they are used: the rules above could fail.</summary>
    [Theory]
    [InlineData(0, Vectors)]
    [InlineData(1, EntityFramework)]
    [InlineData(1, Npgsql)]
    [InlineData(1, Sql)]
    [InlineData(2, Quartz)]
    [InlineData(3, AspNet)]
    public void Libraries_are_seen_where_they_are_used(int room, string library) =>
        AssertBroken(Types().That().ResideInAssembly(Rooms[room]).Should().NotDependOnAny(Of(library)));

    /// <summary>Nothing in the product uses it yet; what does is seen.</summary>
    [Fact]
    public void A_library_for_maths_is_seen_where_it_is_used() =>
        Assert.False(
            Types().That().ResideInNamespaceMatching("^Antenna").Should().NotDependOnAny(Of(MathNet)).HasNoViolations(
                new ArchLoader().LoadNamespacesWithinAssembly(typeof(UsesMathNet).Assembly, typeof(UsesMathNet).Namespace).Build()));

    [Fact]
    public void Components_are_seen_to_use_the_web() =>
        AssertBroken(Types().That().ResideInNamespaceMatching(Components).Should().NotDependOnAny(Of(AspNet)));

    // With what the rooms refer to: the libraries themselves are not loaded.
    private static GivenTypesConjunction Of(string library) => Types(true).That().ResideInNamespaceMatching(library);

    private static void AssertBroken(TypesShouldConjunction rule) => Assert.False(rule.HasNoViolations(Loaded), $"Nothing breaks this, so it proves nothing: {rule}");
}
