// A node in a process of its own, for tests to kill, to freeze and to stop. Its argument is a connection string. It
// prints "ready" when it takes part, and then its log.
using Antenna.PostProcessing;
using Antenna.RunNode;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

await using var dataSource = NpgsqlDataSource.Create(args[0]);
var builder = NodeHost.CreateBuilder(dataSource, RunExecutionRole.Execute);
builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Quartz", LogLevel.Warning);
using var host = builder.Build();
await host.StartAsync();
await Console.Out.WriteLineAsync("ready");
await host.WaitForShutdownAsync();
