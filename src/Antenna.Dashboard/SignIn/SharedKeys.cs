using System.Xml.Linq;
using Antenna.Data.Model;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// The keys of cookies in the database that several nodes share. One that was sealed with another token counts as not
/// there: with a new token on all nodes every browser has to sign in again.
/// </summary>
/// <remarks>ASP.NET Core's own store for EF Core would need its context in <c>Antenna.Data</c>, which knows no web.</remarks>
internal sealed partial class SharedKeys(
    IDbContextFactory<AntennaDbContext> contexts, KeySeal seal, TimeProvider time, ILogger<SharedKeys> logger) : IXmlRepository
{
    // Neither has an asynchronous form; both are called a few times in a day.
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var context = contexts.CreateDbContext();
        List<XElement> keys = [];
        foreach (var key in context.CookieKeys.AsNoTracking().OrderBy(key => key.Id).ToList())
        {
            if (seal.TryOpen(key.Sealed, out var document))
                keys.Add(XElement.Parse(document));
            else
                LogSealedOtherwise(logger, key.Name);
        }

        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var context = contexts.CreateDbContext();
        context.CookieKeys.Add(new()
        {
            Name = friendlyName,
            Sealed = seal.Seal(element.ToString(SaveOptions.DisableFormatting)),
            CreatedAt = time.GetUtcNow().UtcDateTime,
        });
        context.SaveChanges();
    }

    [LoggerMessage(EventId = 3401, Level = LogLevel.Warning, Message = "The cookie key {Name} was sealed with another SignIn:Token, and is left out")]
    private static partial void LogSealedOtherwise(ILogger logger, string name);
}
