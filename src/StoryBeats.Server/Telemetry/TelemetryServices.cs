using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using StoryBeats.Telemetry;

namespace StoryBeats.Server.Telemetry;

/// <summary>Registers what is told of the server: metrics, traces, and the log as JSON.</summary>
internal static class TelemetryServices
{
    // The runtime's own: memory, collections, threads.
    private const string RuntimeMeter = "System.Runtime";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<TelemetryOptions, TelemetryOptionsValidator>(configuration.GetSection(TelemetryOptions.SectionName));
        // Of two formatters of a name the first is taken.
        services.Insert(0, ServiceDescriptor.Singleton<ConsoleFormatter, JsonLines>());
        services.AddSingleton<LiveFigures>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFigures>());

        var otlp = configuration.GetSection(TelemetryOptions.SectionName).Get<TelemetryOptions>()?.Otlp ?? new OtlpOptions();
        var isSent = otlp.Endpoint is not null || !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("storybeats", serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(StoryBeatsMetrics.MeterName, RuntimeMeter).AddPrometheusExporter();
                if (isSent)
                    metrics.AddOtlpExporter(exporter => Send(exporter, otlp, "v1/metrics"));
            });
        if (isSent)
        {
            // .NET passes traces on by itself, and to services of others not at all; the SDK's default would add what .NET left out.
            Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
            telemetry.WithTracing(traces => traces
                .AddSource(StoryBeatsActivities.SourceName, "Npgsql")
                .AddAspNetCoreInstrumentation(requests => requests.Filter = context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
                .AddHttpClientInstrumentation()
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(otlp.TraceShare)))
                .AddProcessor(new PrivateSpans())
                .AddOtlpExporter(exporter => Send(exporter, otlp, "v1/traces")));
        }

        return services;
    }

    // Without an address of ours the standard's variables say all.
    private static void Send(OtlpExporterOptions exporter, OtlpOptions otlp, string path)
    {
        if (otlp.Endpoint is not { } address)
            return;

        exporter.Protocol = otlp.Protocol;
        exporter.Endpoint = otlp.Protocol is OtlpExportProtocol.HttpProtobuf ? new Uri(address.AbsoluteUri.TrimEnd('/') + "/" + path) : address;
    }
}
