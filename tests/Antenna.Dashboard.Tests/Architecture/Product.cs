using Antenna.Core.Predictions;
using Antenna.Dashboard.Hosting;
using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Antenna.Dashboard.Tests.Architecture;

/// <summary>What the product is built of, as it was compiled.</summary>
internal static class Product
{
    /// <summary>In the order in which they may know each other: each those before it.</summary>
    public static Assembly[] Rooms { get; } =
        [typeof(KeptSet).Assembly, typeof(AntennaDbContext).Assembly, typeof(RunLauncher).Assembly, typeof(DashboardServer).Assembly];

    /// <summary>Its types, and what they depend on.</summary>
    public static ArchUnitNET.Domain.Architecture Architecture { get; } = new ArchLoader().LoadAssemblies(Rooms).Build();
}
