using Antenna.Data.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// Keeps the keys that seal cookies, so that a page that is open comes back when its server was restarted. They lie in a
/// folder of the account that runs the product; those of several nodes, which take each other's cookies, in the database
/// that they share, sealed with their common token. Never there as they are: one who reads a database, or a backup of it,
/// could make a cookie.
/// </summary>
internal static class CookieKeys
{
    private const string FolderName = "keys";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void AddCookieKeys(this IServiceCollection services, SignInSettings settings)
    {
        var protection = services.AddDataProtection().SetApplicationName("Antenna.Dashboard");
        if (settings.Token is { } token)
            services.AddSharedKeys(token);
        else if ((settings.KeyFolder ?? ProductFolder.Find(FolderName)) is { } folder)
            protection.PersistKeysToFileSystem(Create(folder));
        else
            protection.UseEphemeralDataProtectionProvider();
    }

    private static void AddSharedKeys(this IServiceCollection services, string token)
    {
        services.AddSingleton(new KeySeal(token));
        services.AddSingleton<IXmlRepository, SharedKeys>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<IXmlRepository>();

            // What is handed over is sealed as a whole.
            options.XmlEncryptor = new NullXmlEncryptor();
        }));
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
