using System.CommandLine;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Import;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>import antenna</c>: brings a project of a running Antenna in, over its API.</summary>
internal static class ImportAntennaCommand
{
    /// <summary>Where the token is; an argument would be seen by everybody who lists the processes.</summary>
    public const string TokenVariable = "ANTENNA_API_TOKEN";

    private static readonly Argument<string> Address = new("address") { Description = "The address of the Antenna, such as https://antenna.example." };

    private static readonly Option<string> Project = new("--project") { Description = "The project here, by name; made if there is none.", HelpName = "name", Required = true };

    private static readonly Option<long> RemoteProject = new("--remote-project") { Description = "The project there, by id.", HelpName = "id", Required = true };

    private static readonly Option<long?> RemoteCaptureSet = new("--remote-capture-set") { Description = "A capture set there, by id; else the whole project.", HelpName = "id" };

    private static readonly Option<string?> CaptureSet = new("--capture-set") { Description = "The name of the set to make of the captures; else that of the set or project there.", HelpName = "name" };

    private static readonly Option<bool> MakeTaxa = new("--make-taxa") { Description = "Make taxa of the labels that the taxonomy does not know and that are names." };

    private static readonly Option<bool> Check = new("--check") { Description = "Count what would come, and fetch and write nothing." };

    public static AntennaCommand Create() => new AntennaCommand(
        "antenna",
        $"Import a project of a running Antenna over its API. The token is read from the variable {TokenVariable}, or from standard input. "
        + "Ended in the middle, it goes on where it was; repeated, it fetches only what is new.")
    {
        Examples =
        [
            "import antenna https://antenna.example --remote-project 7 --project 'My project' --check",
            "import antenna https://antenna.example --remote-project 7 --project 'My project' --make-taxa < token.txt",
        ],
        Arguments = { Address },
        Options = { RemoteProject, RemoteCaptureSet, Project, CaptureSet, MakeTaxa, Check },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        var address = AntennaAddress.Parse(parsed.GetRequiredValue(Address));
        var order = new ImportOrder(ImportKind.RunningAntenna)
        {
            Remote = new(address.Start, parsed.GetValue(RemoteProject), parsed.GetValue(RemoteCaptureSet)),
            Token = await ReadTokenAsync(cancellationToken),
            Project = parsed.GetRequiredValue(Project),
            CaptureSet = parsed.GetValue(CaptureSet),
            MakeTaxa = parsed.GetValue(MakeTaxa),
            Person = session.Get<ICurrentPerson>().Name,
        };
        var mode = parsed.GetValue(Check) ? ImportMode.CheckOnly : ImportMode.Write;
        return await RecordedImports.FollowAsync(
            await RecordedImports.CarryOutAsync(order, mode, session, output, cancellationToken), session, output, cancellationToken);
    });

    private static async Task<ApiToken> ReadTokenAsync(CancellationToken cancellationToken)
    {
        var text = Environment.GetEnvironmentVariable(TokenVariable);
        if (string.IsNullOrWhiteSpace(text) && Console.IsInputRedirected)
            text = await Console.In.ReadLineAsync(cancellationToken);
        return string.IsNullOrWhiteSpace(text)
            ? throw new CommandRefusedException($"There is no token. Put it into the variable {TokenVariable}, or give it on standard input: it is no argument, which others on this computer could read.")
            : new(text);
    }
}
