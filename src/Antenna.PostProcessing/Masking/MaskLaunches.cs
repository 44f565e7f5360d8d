using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;

namespace Antenna.PostProcessing.Masking;

/// <summary>Launches masks from typed settings.</summary>
public static class MaskLaunches
{
    /// <summary>Launches one run a classifier, in the order requested: all of them, or none.</summary>
    /// <exception cref="Tasks.LaunchRefusedException">Something is wrong with the request; no run was created.</exception>
    public static Task<IReadOnlyList<LaunchedRun>> LaunchAsync(
        this RunLauncher launcher, MaskRequest request, Person person, CancellationToken cancellationToken) =>
        launcher.LaunchAsync(ClassMaskingTask.TaskKey, new(request.Scope, MaskFields.Write(request.Settings)), person, cancellationToken);
}
