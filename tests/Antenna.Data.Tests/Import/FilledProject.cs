using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>A project with results, which no test of a class may change.</summary>
public sealed class FilledProject(PostgresCluster cluster) : IAsyncLifetime
{
    private ImportProject? _project;
    private DatabaseContent? _content;

    internal ImportProject Project => _project!;

    internal DatabaseContent Content => _content!;

    public async ValueTask InitializeAsync()
    {
        _project = await ImportProject.CreateAsync(cluster);
        using var file = new ResultsFile();
        file.Add(ResultsFile.Logits(0, 2, 1));
        await Project.ImportAsync(file);
        _content = await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource);
    }

    public ValueTask DisposeAsync() => Project.DisposeAsync();
}
