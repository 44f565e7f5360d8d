// A process of its own that imports one file, for the tests to limit its memory and to measure it. It prints the most
// memory that it had (bytes), and then what became of the import.
using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data;
using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Import.TaxaLists;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

var (kind, file) = (args[1], args[2]);
await using var dataSource = NpgsqlDataSource.Create(args[0]);
string outcome;
try
{
    var report = await ImportAsync();
    outcome = string.Join('\n', [$"imported {string.Join(", ", report.Counts.Select(count => $"{count.New} {count.What}"))}", .. report.Findings.Select(finding => finding.ToString())]);
}
catch (ImportRefusedException refusal)
{
    outcome = refusal.Message;
}

await Console.Out.WriteLineAsync(MostMemory().ToString(CultureInfo.InvariantCulture));
await Console.Out.WriteLineAsync(outcome);

async Task<ImportReport> ImportAsync() => kind switch
{
    "pipeline" => await new PipelineResultsImport(dataSource, NotATaxonLabels.Default, TimeProvider.System)
        .RunAsync(new(file, "Large", "Large"), null, CancellationToken.None),
    "taxa" => await new TaxaImport(dataSource, NotATaxonLabels.Default, TimeProvider.System).RunAsync(new(file), null, CancellationToken.None),
    "list" => await new TaxaListImport(dataSource, NotATaxonLabels.Default, TimeProvider.System).RunAsync(new(file, "Large", "Curator"), null, CancellationToken.None),
    "identifications" => await new IdentificationsImport(dataSource, TimeProvider.System)
        .RunAsync(new(file, "Large", "Curator"), null, CancellationToken.None),
    "antenna" => await FromAntennaAsync(),
    _ => throw new ArgumentException($"There is no import of {kind}."),
};

// The address of a stand-in, in place of a file.
async Task<ImportReport> FromAntennaAsync()
{
    await using var services = new ServiceCollection().AddSingleton(dataSource).AddSingleton(TimeProvider.System).AddSingleton(NotATaxonLabels.Default)
        .AddAntennaData().BuildServiceProvider();
    return await services.GetRequiredService<AntennaImport>()
        .RunAsync(new(AntennaAddress.Parse(file), new(args[3]), long.Parse(args[4], CultureInfo.InvariantCulture), args[5]), null, CancellationToken.None);
}

// What the system counted, where it does: it includes what the runtime itself takes.
static long MostMemory()
{
    const string counted = "VmHWM:";
    const string status = "/proc/self/status";
    if (!File.Exists(status))
        return System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64;
    var line = File.ReadLines(status).First(line => line.StartsWith(counted, StringComparison.Ordinal));
    return long.Parse(line[counted.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture) * 1024;
}
