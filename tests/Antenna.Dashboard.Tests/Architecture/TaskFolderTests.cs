using Antenna.PostProcessing;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using ArchUnitNET.Domain;
using Xunit;

namespace Antenna.Dashboard.Tests.Architecture;

/// <summary>
/// A task is one folder and one registration: the framework of runs names no task, no task names another, and only what
/// registers them all names each.
/// </summary>
public sealed class TaskFolderTests
{
    private const string Room = "Antenna.PostProcessing";

    private static readonly string Registration = typeof(PostProcessingServices).FullName!;

    private static readonly string[] OfRuns = ["Antenna.Dashboard.Components.Runs", "Antenna.Dashboard.Runs"];

    private static readonly IReadOnlyList<string> Folders =
    [
        .. typeof(RunLauncher).Assembly.GetTypes()
            .Where(type => typeof(IPostProcessingTask).IsAssignableFrom(type) && type is { IsAbstract: false })
            .Select(type => type.Namespace!).Order(StringComparer.Ordinal),
    ];

    private static readonly IReadOnlyList<(string Type, string Folder, string Needed)> Arrows =
    [
        .. from type in Product.Architecture.Types
           from dependency in type.Dependencies

           // A type parameter is taken for one of the same name that some other method has.
           where dependency.Target is not GenericParameter
               && dependency.Target.Namespace is not null && IsIn(dependency.Target.Namespace.FullName, Room)
           select (type.FullName, type.Namespace.FullName, dependency.Target.Namespace.FullName),
    ];

    public static TheoryData<string> Tasks => [.. Folders];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_task_is_named_by_itself_and_by_what_registers_it(string folder)
    {
        var others = string.Join(Environment.NewLine, NamingFromOutside(Arrows.Where(arrow => IsIn(arrow.Folder, Room)), folder));

        Assert.True(others.Length == 0, $"These name the task in {folder}:{Environment.NewLine}{others}");
    }

    /// <summary>What a person sees of a run comes from what its task declares; the forms that launch a task know it.</summary>
    [Theory]
    [MemberData(nameof(Tasks))]
    public void Pages_and_texts_of_runs_name_no_task(string folder) => Assert.Empty(
        NamingFromOutside(Arrows.Where(arrow => OfRuns.Any(runs => IsIn(arrow.Folder, runs))), folder));

    [Fact]
    public void Pages_and_texts_of_runs_are_seen_to_know_the_framework() =>
        Assert.All(OfRuns, runs => Assert.Contains(Arrows, arrow => IsIn(arrow.Folder, runs) && IsIn(arrow.Needed, Room)));

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_task_is_seen_to_be_registered_and_to_know_the_framework(string folder)
    {
        Assert.Contains(Arrows, arrow => IsRegistration(arrow.Type) && arrow.Needed == folder);
        Assert.Contains(Arrows, arrow => arrow.Folder == folder && arrow.Needed == typeof(IPostProcessingTask).Namespace);
    }

    [Fact]
    public void Each_task_has_a_folder_of_its_own()
    {
        Assert.Contains(typeof(ClassMaskingTask).Namespace!, Folders);
        Assert.Equal(Folders.Distinct(), Folders);
        Assert.DoesNotContain(typeof(RunLauncher).Namespace!, Folders);
        Assert.DoesNotContain(typeof(IPostProcessingTask).Namespace!, Folders);
    }

    /// <summary>A launcher that names a task, and a task that names another, are found: the rule can fail.</summary>
    [Fact]
    public void What_names_a_task_from_outside_is_found() => Assert.Equal(
        ["Runs.Launcher", "Sizes.Filter"],
        NamingFromOutside(
            [
                ("Runs.Launcher", "Runs", "Masks"), ("Sizes.Filter", "Sizes", "Masks"), ("Masks.Work", "Masks", "Masks"),
                ("Masks.Parts.Work", "Masks.Parts", "Masks"), (Registration, "Antenna.PostProcessing", "Masks"), ("Runs.Launcher", "Runs", "Tasks"),
            ],
            "Masks"));

    private static IEnumerable<string> NamingFromOutside(IEnumerable<(string Type, string Folder, string Needed)> arrows, string folder) =>
        arrows.Where(arrow => IsIn(arrow.Needed, folder) && !IsIn(arrow.Folder, folder) && !IsRegistration(arrow.Type))
            .Select(arrow => arrow.Type).Distinct().Order(StringComparer.Ordinal);

    // With what the compiler makes of its lambdas.
    private static bool IsRegistration(string type) => type == Registration || type.StartsWith($"{Registration}+", StringComparison.Ordinal);

    private static bool IsIn(string name, string folder) => name == folder || name.StartsWith($"{folder}.", StringComparison.Ordinal);
}
