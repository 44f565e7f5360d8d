namespace Antenna.Dashboard.SignIn;

/// <summary>Who acts, and what a browser has to show for it.</summary>
/// <param name="CuratorName">Who is recorded as long as there are no accounts.</param>
/// <param name="RequiresToken">Whether a browser has to bring the token that the server printed; off only for tests.</param>
/// <param name="KeyFolder">Where the keys that seal cookies are kept; null for the default.</param>
/// <param name="Token">
/// The secret that several nodes on one database share: their token, and what seals their keys in it. Null where each server
/// makes a token of its own and keeps its keys in a folder.
/// </param>
public sealed record SignInSettings(string CuratorName, bool RequiresToken, string? KeyFolder, string? Token)
{
    /// <summary>Too many to be tried, where they were chosen at random.</summary>
    private const int ShortestToken = 32;

    private const string Section = "SignIn";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One of them is not of its type, or makes no sense.</exception>
    public static SignInSettings Read(IConfiguration configuration) => new(
        TextOrNull(configuration["Curator:Name"]) ?? Environment.UserName,
        configuration.GetValue($"{Section}:{nameof(RequiresToken)}", true),
        TextOrNull(configuration[$"{Section}:{nameof(KeyFolder)}"]),
        CheckToken(TextOrNull(configuration[$"{Section}:{nameof(Token)}"])));

    // What is wrong is never said with the token itself: the message may end up in a log.
    private static string? CheckToken(string? token) => token is null || (token.Length >= ShortestToken && !token.Any(char.IsWhiteSpace))
        ? token
        : throw new InvalidOperationException(
            $"The setting {Section}:{nameof(Token)} is too short, or has spaces: expected {ShortestToken} characters or more that nobody can guess, such as what 'openssl rand -hex 20' prints.");

    private static string? TextOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
