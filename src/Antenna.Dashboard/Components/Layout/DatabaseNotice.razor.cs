using System.Globalization;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Database;

namespace Antenna.Dashboard.Components.Layout;

/// <summary>Shows on every page that the database cannot be used, since when, and what to do, for as long as it is so.</summary>
public sealed partial class DatabaseNotice(DatabaseAvailability availability) : LiveComponent
{
    private string? Text => availability.Outage is { } outage
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{DatabaseErrorText.What(outage.Kind)} since {outage.Since:yyyy-MM-dd HH:mm:ss} UTC. {DatabaseErrorText.Advice(outage.Kind)}. Pages show what was read before; runs wait, and continue by themselves.")
        : null;

    protected override void OnInitialized() => Follow(availability.Subscribe, _ => Task.CompletedTask);
}
