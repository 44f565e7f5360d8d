using Antenna.Data.Database;
using Antenna.Testing.RealData;
using Npgsql;

namespace Antenna.Testing;

/// <summary>What test databases start out with: prepared once in a test process, and cloned for each.</summary>
internal sealed class TemplateDatabase
{
    private readonly Func<NpgsqlDataSource, CancellationToken, Task> _prepare;

    private TemplateDatabase(string name, TemplateDatabase? of, Func<NpgsqlDataSource, CancellationToken, Task> prepare) =>
        (Name, Of, _prepare) = (name, of, prepare);

    /// <summary>The product's schema, and nothing in it.</summary>
    public static TemplateDatabase Empty { get; } = new("empty", null, AntennaDatabase.MigrateAsync);

    /// <summary>The two real data sets.</summary>
    public static TemplateDatabase Real { get; } = new("real", Empty, RealSet.ImportAllAsync);

    public string Name { get; }

    /// <summary>The template that this one is cloned from itself.</summary>
    public TemplateDatabase? Of { get; }

    /// <summary>Prepares a database, and leaves no connection to it behind: one that is in use cannot be cloned.</summary>
    public async Task PrepareAsync(string connectionString, CancellationToken cancellation)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var dataSource = NpgsqlDataSource.Create(unpooled);
        await _prepare(dataSource, cancellation);
    }
}
