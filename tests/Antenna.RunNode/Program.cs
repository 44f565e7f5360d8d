// A node in a process of its own, for tests to kill, to freeze and to stop. Its arguments are a connection string
// and, if wanted, of how many occurrences at most it makes the parts of runs. It prints "ready" when it takes part, and then
// its log.
using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Scopes;
using Antenna.PostProcessing;
using Antenna.RunNode;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

var connection = new NpgsqlConnectionStringBuilder(args[0]);
connection.Options = $"{AntennaDatabase.SessionOptions} {connection.Options}";
await using var dataSource = NpgsqlDataSource.Create(connection);
var builder = NodeHost.CreateBuilder(dataSource, RunExecutionRole.Execute);
if (args.Length > 1)
    builder.Services.AddSingleton(PartSize.Default with { Occurrences = int.Parse(args[1], CultureInfo.InvariantCulture), Undivided = 0 });
builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Quartz", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
using var host = builder.Build();
await host.StartAsync();
await Console.Out.WriteLineAsync("ready");
await host.WaitForShutdownAsync();
