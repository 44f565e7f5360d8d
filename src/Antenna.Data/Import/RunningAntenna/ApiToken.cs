namespace Antenna.Data.Import.RunningAntenna;

/// <summary>A person's token for the API of a running Antenna: a secret, which shows itself to nobody who only prints it.</summary>
/// <param name="value">As that Antenna gave it.</param>
public sealed class ApiToken(string value)
{
    private readonly string _value = value.Trim();

    public bool IsEmpty => _value.Length == 0;

    /// <summary>The secret itself, for the header of a request, or to be sealed.</summary>
    public string Reveal() => _value;

    public override string ToString() => "(a token)";
}

/// <summary>Seals tokens, so that the record of an import which another node may have to go on with does not hold one in clear.</summary>
public interface ITokenSeal
{
    string Seal(ApiToken token);

    /// <summary>The token; null where it was sealed with keys that are gone.</summary>
    ApiToken? Open(string sealedToken);
}

/// <summary>Of a process without keys, such as a command, which is given its token and seals none.</summary>
public sealed class NoTokenSeal : ITokenSeal
{
    public string Seal(ApiToken token) => throw new InvalidOperationException("This process has no keys to seal a token with.");

    public ApiToken? Open(string sealedToken) => null;
}
