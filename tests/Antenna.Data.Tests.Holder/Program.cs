// A process of its own that uses a private PostgreSQL, for the tests to end in every way there is. It prints the
// connection string, or why it was refused; PostgreSQL's answer when it is interrupted (Ctrl-C); and leaves when its
// standard input ends.
using System.Runtime.InteropServices;
using Antenna.Data.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

var use = Enum.Parse<PostgresUse>(args[0]);
var options = new PrivatePostgresOptions { DataFolder = args[1], MavenRepository = "", ServerSettings = ["fsync=off"] };
var interrupted = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
{
    context.Cancel = true;
    interrupted.TrySetResult();
});

try
{
    await using var postgres = await PrivatePostgres.StartAsync(
        options, use, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
    await Console.Out.WriteLineAsync(postgres.ConnectionString);

    // Console.In would block until there is a line.
    using var input = new StreamReader(Console.OpenStandardInput());
    var leaveCommand = input.ReadLineAsync();
    if (await Task.WhenAny(leaveCommand, interrupted.Task) == interrupted.Task)
    {
        await using var dataSource = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = dataSource.CreateCommand("select 'still here'");
        await Console.Out.WriteLineAsync((string?)await command.ExecuteScalarAsync());
    }

    await leaveCommand;
    return 0;
}
catch (PrivatePostgresException e)
{
    await Console.Out.WriteLineAsync(e.Message);
    return 1;
}
