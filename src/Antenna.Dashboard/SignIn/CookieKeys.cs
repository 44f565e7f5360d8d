using Antenna.Data.Postgres;
using Microsoft.AspNetCore.DataProtection;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// Keeps the keys that seal cookies, so that a page that is open comes back when its server was restarted. They lie in a
/// folder of the account that runs the product, never in the database's: one who reads a database, or a backup of it,
/// could otherwise make a cookie.
/// </summary>
internal static class CookieKeys
{
    private const string FolderName = "keys";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void AddCookieKeys(this IServiceCollection services, SignInSettings settings)
    {
        var protection = services.AddDataProtection().SetApplicationName("Antenna.Dashboard");
        if ((settings.KeyFolder ?? ProductFolder.Find(FolderName)) is { } folder)
            protection.PersistKeysToFileSystem(Create(folder));
        else
            protection.UseEphemeralDataProtectionProvider();
    }

    private static DirectoryInfo Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(folder);

        // The mode is given to a folder that is made; one that is there already may have another.
        var created = Directory.CreateDirectory(folder, OwnerOnly);
        created.UnixFileMode = OwnerOnly;
        return created;
    }
}
