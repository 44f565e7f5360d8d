using Antenna.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresCluster))]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]
