namespace Antenna.Dashboard.SignIn;

/// <summary>Who acts, and what a browser has to show for it.</summary>
/// <param name="CuratorName">Who is recorded as long as there are no accounts.</param>
/// <param name="RequiresToken">Whether a browser has to bring the token that the server printed; off only for tests.</param>
/// <param name="KeyFolder">Where the keys that seal cookies are kept; null for the default.</param>
public sealed record SignInSettings(string CuratorName, bool RequiresToken, string? KeyFolder)
{
    private const string Section = "SignIn";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One of them is not of its type.</exception>
    public static SignInSettings Read(IConfiguration configuration) => new(
        TextOrNull(configuration["Curator:Name"]) ?? Environment.UserName,
        configuration.GetValue($"{Section}:{nameof(RequiresToken)}", true),
        TextOrNull(configuration[$"{Section}:{nameof(KeyFolder)}"]));

    private static string? TextOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
