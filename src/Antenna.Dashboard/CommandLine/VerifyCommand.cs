using Antenna.Data.Verification;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>verify</c>: compares what is kept derived in the database with what it derives from.</summary>
internal static class VerifyCommand
{
    private static readonly System.CommandLine.Option<bool> Repair = new("--repair")
    {
        Description = "Rebuild what differs. Others can read meanwhile; what they write waits.",
    };

    public static AntennaCommand Create() => new AntennaCommand(
        "verify", "Compare counts, memberships and determinations that are kept with what they derive from. Exit code 1 where something differs.")
    {
        Examples = ["verify", "verify --repair", "verify --json"],
        Options = { Repair },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        var report = await session.Get<DerivedVerification>().VerifyAsync(parsed.GetValue(Repair), cancellationToken);
        if (output.AsJson)
            output.Json(report);
        else
            Show(report, output);
        return report.IsClean ? ExitCode.Done : ExitCode.Failed;
    });

    private static void Show(VerificationReport report, CommandOutput output)
    {
        output.Table(["Derived", "#Rows", "#Missing", "#Surplus", ""], report.Found.Select(table => (IReadOnlyList<string>)
        [
            table.Name, CommandOutput.Count(table.Rows), CommandOutput.Count(table.Missing), CommandOutput.Count(table.Surplus),
            Outcome(table, report),
        ]));
        output.WriteLine(Sentence(report));
    }

    private static string Outcome(VerifiedTable table, VerificationReport report) => table.Differs
        ? report.Remaining.Any(other => other.Name == table.Name) ? "differs" : "repaired"
        : "";

    private static string Sentence(VerificationReport report) => (report.IsClean, report.Found.Any(table => table.Differs)) switch
    {
        (true, false) => "Everything that is kept derived is what it derives from.",
        (true, true) => "What differed is repaired.",
        _ => "Something differs from what it derives from. 'verify --repair' rebuilds what can be rebuilt.",
    };
}
