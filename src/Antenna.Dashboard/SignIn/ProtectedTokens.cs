using System.Security.Cryptography;
using Antenna.Data.Import.RunningAntenna;
using Microsoft.AspNetCore.DataProtection;

namespace Antenna.Dashboard.SignIn;

/// <summary>Seals the tokens of other Antennas with the keys that seal cookies, which never lie in the database in clear.</summary>
internal sealed class ProtectedTokens(IDataProtectionProvider keys) : ITokenSeal
{
    private readonly IDataProtector _protector = keys.CreateProtector("Antenna.Dashboard.RunningAntenna.Token");

    public string Seal(ApiToken token) => _protector.Protect(token.Reveal());

    public ApiToken? Open(string sealedToken)
    {
        try
        {
            return new(_protector.Unprotect(sealedToken));
        }
        catch (CryptographicException)
        {
            // The keys are gone: the import says that it needs the token once more.
            return null;
        }
    }
}
