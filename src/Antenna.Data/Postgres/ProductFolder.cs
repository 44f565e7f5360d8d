namespace Antenna.Data.Postgres;

/// <summary>Where the product keeps what is its own, on this machine and for the account that runs it.</summary>
public static class ProductFolder
{
    /// <summary>
    /// A folder in the account's local application data; for root one in <c>/var/lib</c>, because the account that
    /// PostgreSQL runs under cannot enter root's home.
    /// </summary>
    /// <returns>Null for an account without a home.</returns>
    public static string? Find(string name)
    {
        if (ServerAccount.IsRoot)
            return Path.Combine("/var/lib/antenna-dashboard", name);
        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0 ? Path.Combine(data, "Antenna.Dashboard", name) : null;
    }
}
