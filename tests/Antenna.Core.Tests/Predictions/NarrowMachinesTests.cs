using System.Diagnostics;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

/// <summary>
/// The kernel's vectors are composed of narrower ones where a processor has no wider, and of single numbers where it has
/// none. Which, the runtime settles once a process: so each kind of machine is a process of its own, which holds the
/// kernel against the same reference.
/// </summary>
public sealed class NarrowMachinesTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Answers_are_the_same_on_a_machine_without(string instructions)
    {
        var token = TestContext.Current.CancellationToken;
        var program = Path.ChangeExtension(typeof(NarrowMachinesTests).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null);
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-noColor",
                "-class", typeof(MaskedPredictionProperties).FullName!,
                "-class", typeof(MaskedPredictionTests).FullName!,
            },
            Environment = { [instructions] = "0", ["CsCheck_Iter"] = "30" },
        };

        using var tests = Process.Start(start)!;
        var output = await tests.StandardOutput.ReadToEndAsync(token);
        await tests.WaitForExitAsync(token);

        Assert.True(tests.ExitCode == 0, output);
        Assert.Matches(@"Total: [1-9]\d*, Errors: 0, Failed: 0, Skipped: 0", output);
    }
}
