using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;

namespace StoryBeats.Server.Telemetry;

/// <summary>Where traces and metrics are sent.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The configuration section: <c>Telemetry</c>.</summary>
    public const string SectionName = "Telemetry";

    /// <summary>A collector that speaks OTLP.</summary>
    [ValidateObjectMembers]
    public OtlpOptions Otlp { get; set; } = new();
}

/// <summary>A collector that speaks OTLP.</summary>
public sealed class OtlpOptions
{
    /// <summary>Its address, such as http://localhost:4317; nothing is sent without one, here or in OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>How it is spoken to: Grpc, or HttpProtobuf under the address's v1/traces and v1/metrics; default Grpc.</summary>
    public OtlpExportProtocol Protocol { get; set; } = OtlpExportProtocol.Grpc;

    /// <summary>The share of requests that are traced, 0 to 1; default 1. Who sends a traceparent decides for its own.</summary>
    [Range(0, 1d)]
    public double TraceShare { get; set; } = 1;
}

[OptionsValidator]
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;
