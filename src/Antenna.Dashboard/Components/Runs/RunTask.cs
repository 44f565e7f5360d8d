namespace Antenna.Dashboard.Components.Runs;

/// <summary>Tasks as people call them.</summary>
internal static class RunTask
{
    /// <summary>The task's name: <c>class-masking</c> is "Class masking".</summary>
    public static string NameOf(string key) => key is [var first, .. var rest] ? char.ToUpperInvariant(first) + rest.Replace('-', ' ') : key;
}
