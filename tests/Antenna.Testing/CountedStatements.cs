using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace Antenna.Testing;

/// <summary>
/// A data source whose statements are counted: those that Npgsql itself reports to have executed through it, whatever sent
/// them.
/// </summary>
public sealed class CountedStatements : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _statements = new();
    private readonly string _name = $"counted {Guid.NewGuid():N}";
    private readonly ActivityListener _listener;

    public CountedStatements(string connectionString)
    {
        DataSource = new NpgsqlDataSourceBuilder(connectionString) { Name = _name }.Build();
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Count,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>The statements since the last <see cref="Clear"/>, in the order in which they ended.</summary>
    public IReadOnlyCollection<string> Statements => _statements;

    /// <summary>
    /// Called with each statement as it ends, on the thread that sent it: whoever blocks there holds up what it read, as a slow
    /// network would.
    /// </summary>
    public event Action<string>? Ended;

    public void Clear() => _statements.Clear();

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await DataSource.DisposeAsync();
    }

    private void Count(Activity activity)
    {
        if (activity.GetTagItem("db.npgsql.data_source") as string == _name && activity.GetTagItem("db.query.text") is string statement)
        {
            _statements.Enqueue(statement);
            Ended?.Invoke(statement);
        }
    }
}
