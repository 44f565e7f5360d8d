using Antenna.Dashboard.Components.Addresses;
using Antenna.PostProcessing.Runs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// Exports traces and metrics of runs, queries, requests and circuits by OTLP, where an endpoint is configured by
/// OpenTelemetry's own variables. Where none is, nothing listens, and nothing leaves this computer.
/// </summary>
internal static class TelemetryExport
{
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Database = "Npgsql";

    private static readonly string[] Circuits =
        ["Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Lifecycle", "Microsoft.AspNetCore.Components.Server.Circuits"];

    public static void AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (!Check(configuration))
            return;
        services.AddOpenTelemetry()
            .ConfigureResource(Describe)
            .WithTracing(tracing => tracing
                .AddSource(Telemetry.Name, Database)
                .AddSource(Circuits)
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsHealth(context.Request.Path))
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddMeter(Telemetry.Name, Database, "System.Runtime")
                .AddMeter(Circuits)
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter());
    }

    /// <summary>Whether an endpoint is configured.</summary>
    /// <exception cref="SettingsException">What is configured is no address.</exception>
    public static bool Check(IConfiguration configuration)
    {
        if (configuration[EndpointSetting] is not { } endpoint || string.IsNullOrWhiteSpace(endpoint))
            return false;
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? true
            : throw new SettingsException($"The setting {EndpointSetting} is '{endpoint}', which is no address; expected something like http://localhost:4317.");
    }

    /// <summary>Which node it is; OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say otherwise.</summary>
    private static void Describe(ResourceBuilder resource) => resource
        .AddService(
            "antenna-dashboard",
            serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3),
            serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}")
        .AddEnvironmentVariableDetector();

    /// <summary>Requested every few seconds by every load balancer.</summary>
    private static bool IsHealth(PathString path) => path.StartsWithSegments($"/{DashboardUrls.HealthPath}");
}
