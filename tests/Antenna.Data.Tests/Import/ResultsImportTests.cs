using Antenna.Data.Import;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>Tests that each have a results file to make odd, and a project of their own to import it into.</summary>
public abstract class ResultsImportTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly ResultsFile _file = new();
    private ImportProject? _project;

    private protected ResultsFile Results => _file;

    private protected ImportProject Project => _project!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => _project = await ImportProject.CreateAsync(cluster);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _file.Dispose();
        await Project.DisposeAsync();
    }

    /// <summary>The one finding whose message has these words.</summary>
    protected static ImportFinding Finding(ImportReport report, string words) =>
        Assert.Single(report.Findings, finding => finding.Message.Contains(words, StringComparison.Ordinal));
}
