using Xunit.Sdk;
using Xunit.v3;

namespace Antenna.Testing;

/// <summary>
/// Begins with the classes that wait longest, for a server that starts or a node that is missed, so that they wait beside all
/// the others, and none of them alone at the end: <c>[assembly: TestCollectionOrderer(typeof(LongestFirst))]</c>.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Folders of tests that start, stop and break processes; a test project has those that it has.</summary>
    private static readonly string[] Folders = [".Faults.", ".Hosting.", ".Demo.", ".SignIn.", ".CommandLine.", ".RealData.", ".Histories."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Rank(collection.TestCollectionDisplayName))];

    private static int Rank(string name) => Array.FindIndex(Folders, folder => name.Contains(folder, StringComparison.Ordinal)) switch
    {
        -1 => Folders.Length,
        var rank => rank,
    };
}
