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
        var repair = parsed.GetValue(Repair);
        var report = await new ProgressDisplay(output, session.Get<TimeProvider>()).ShowAsync(
            show => session.Get<DerivedVerification>().VerifyAsync(repair, new Line(show("Verify")), cancellationToken));
        if (output.AsJson)
            output.Json(report);
        else
            Show(report, repair, output);
        return report.IsClean ? ExitCode.Done : ExitCode.Failed;
    });

    private static void Show(VerificationReport report, bool repair, CommandOutput output)
    {
        output.Table(["Derived", "#Rows", "#Missing", "#Surplus", ""], report.Found.Select(table => (IReadOnlyList<string>)
        [
            table.Name, CommandOutput.Count(table.Rows), CommandOutput.Count(table.Missing), CommandOutput.Count(table.Surplus),
            Outcome(table, report),
        ]));
        output.WriteLine(Sentence(report, repair));
    }

    private static string Outcome(VerifiedTable table, VerificationReport report) => table.Differs
        ? report.Remaining.Any(other => other.Name == table.Name) ? "differs" : "repaired"
        : "";

    /// <summary>What was found, and what is left of it.</summary>
    internal static string Sentence(VerificationReport report, bool repair)
    {
        var differed = report.Found.Count(table => table.Differs);
        return (differed, report.Remaining.Count, repair) switch
        {
            (0, _, _) => "Everything that is kept derived is what it derives from.",
            (_, 0, _) => $"{Of(differed, report)} differed, and {Are(differed)} repaired.",
            (_, var left, true) => $"{Of(left, report)} {Differ(left)} after the repair too: what is right there cannot be told from what is stored. Look at the rows, or report it.",
            (_, var left, _) => $"{Of(left, report)} {Differ(left)} from what {(left == 1 ? "it derives" : "they derive")} from. 'verify --repair' rebuilds what can be rebuilt.",
        };
    }

    private static string Of(int some, VerificationReport report) => $"{CommandOutput.Count(some)} of {CommandOutput.Count(report.Found.Count)}";

    private static string Are(int many) => many == 1 ? "is" : "are";

    private static string Differ(int many) => many == 1 ? "differs" : "differ";

    /// <summary>Says which table it is at, and of how many.</summary>
    private sealed class Line(IProgressLine line) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value)
        {
            var rows = value.Rows is > 0 and var done ? $", {CommandOutput.Count(done)} rows" : "";
            line.Show((value.Number - 1) / (double)value.Of, $"{StepText(value.Step)} {value.Name}, {value.Number} of {value.Of}{rows}", value.Rows is null or 0);
        }

        private static string StepText(VerificationStep step) => step switch
        {
            VerificationStep.Compare => "comparing",
            VerificationStep.Repair => "repairing",
            _ => "comparing again",
        };
    }
}
