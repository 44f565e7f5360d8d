using System.Security.Cryptography;
using System.Text;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// The token that a server makes when it starts and prints as a part of its address: those who can read the terminal may open
/// the dashboard, and other accounts of this computer, which reach its port as well, may not.
/// </summary>
public sealed class BrowserToken
{
    /// <summary>Hexadecimal digits: 160 bits, too many to be tried.</summary>
    private const int Length = 40;

    public string Text { get; } = RandomNumberGenerator.GetHexString(Length, lowercase: true);

    /// <summary>Whether a text is the token. How long the answer takes does not depend on how much of the text is right.</summary>
    public bool Matches(string? text) =>
        text is not null && CryptographicOperations.FixedTimeEquals(Hash(text.Trim()), Hash(Text));

    // Of equal length, whatever was sent.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
