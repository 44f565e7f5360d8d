using System.Security.Cryptography;
using System.Text;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// The token that a server makes when it starts and prints as a part of its address: those who can read the terminal may open
/// the dashboard, and other accounts of this computer, which reach its port as well, may not. Nodes that share a database
/// have the one that their settings give.
/// </summary>
/// <param name="configured">The nodes' common token; null to make one.</param>
public sealed class BrowserToken(string? configured = null)
{
    /// <summary>Hexadecimal digits: 160 bits, too many to be tried.</summary>
    private const int Length = 40;

    public string Text { get; } = configured ?? RandomNumberGenerator.GetHexString(Length, lowercase: true);

    /// <summary>Whether a text is the token. How long the answer takes does not depend on how much of the text is right.</summary>
    public bool Matches(string? text) =>
        text is not null && CryptographicOperations.FixedTimeEquals(Hash(text.Trim()), Hash(Text));

    // Of equal length, whatever was sent.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
