using Microsoft.OpenApi;

namespace StoryBeats.Server.Http;

/// <summary>Marks an endpoint that takes a photo form, for the API document.</summary>
/// <param name="HasOptions">Whether v2's optional fields are taken.</param>
internal sealed record PhotoFormMetadata(bool HasOptions)
{
    public static readonly PhotoFormMetadata V1 = new(false);

    public static readonly PhotoFormMetadata V2 = new(true);
}

/// <summary>Describes a field of the query that the handler reads itself, for the API document.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it means.</param>
internal sealed record QueryField(string Name, string Description);

/// <summary>The OpenAPI document.</summary>
internal static class ApiDocument
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>Registers it, at <c>/openapi/v1.json</c>.</summary>
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "StoryBeats",
                Version = "1",
                Description = "A photo for a story becomes songs that fit it.",
            };
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<PhotoFormMetadata>().FirstOrDefault() is { } form)
                operation.RequestBody = Body(form);
            DescribeEvents(operation);
            foreach (var field in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryField>())
                (operation.Parameters ??= []).Add(new OpenApiParameter { Name = field.Name, In = ParameterLocation.Query, Description = field.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } });
            if (context.Description.RelativePath?.StartsWith("api/v2/", StringComparison.Ordinal) != true)
                AddFirstShape(operation);
            return Task.CompletedTask;
        });
    });

    /// <summary>Says that an endpoint reads a small JSON body by itself.</summary>
    public static RouteHandlerBuilder AcceptsJson<T>(this RouteHandlerBuilder endpoint)
        where T : notnull =>
        endpoint.Accepts<T>("application/json");

    /// <summary>Says which errors an endpoint answers.</summary>
    public static RouteHandlerBuilder ProducesErrors(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<Microsoft.AspNetCore.Mvc.ProblemDetails>(status, ProblemJson);
        }

        return endpoint;
    }

    // Not one object but several, each in an event.
    private static void DescribeEvents(OpenApiOperation operation)
    {
        foreach (var response in operation.Responses?.Values.ToArray() ?? [])
        {
            if (response.Content?.ContainsKey(EventStream.MediaType) == true)
            {
                response.Content[EventStream.MediaType] = new OpenApiMediaType
                {
                    Schema = Schema(JsonSchemaType.String,
                        "vibe: {draft, analysis}; songs: {draft} and all of the JSON answer; done: {session_id}; error: {error, status, code where there is one}"),
                };
            }
        }
    }

    // Of two types for one status the framework keeps the last, so v1's own shape is added here.
    private static void AddFirstShape(OpenApiOperation operation)
    {
        foreach (var response in operation.Responses?.Values.ToArray() ?? [])
        {
            if (response.Content?.ContainsKey(ProblemJson) == true)
                response.Content["application/json"] = new OpenApiMediaType { Schema = ErrorSchema() };
        }
    }

    private static OpenApiSchema ErrorSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["error"] = Schema(JsonSchemaType.String, "What is wrong, as a sentence"), ["code"] = Schema(JsonSchemaType.String, "What is wrong, as a code; absent where there is none") },
        Required = new HashSet<string>(StringComparer.Ordinal) { "error" },
    };

    private static OpenApiRequestBody Body(PhotoFormMetadata form)
    {
        var properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["photo"] = Schema(JsonSchemaType.String, "JPEG, PNG, GIF, WebP, HEIC or AVIF, at most 16 MiB", "binary"),
        };
        if (form.HasOptions)
        {
            properties["count"] = Schema(JsonSchemaType.Integer, "Songs to show now, 1 to 30; default 5");
            properties["languages"] = Schema(JsonSchemaType.String, "Languages set outright, comma separated: English,Hindi");
            properties["energy"] = Schema(JsonSchemaType.Number, "The visitor's own energy, 0 to 1");
            properties["valence"] = Schema(JsonSchemaType.Number, "The visitor's own valence, 0 to 1");
            properties["tempo"] = Schema(JsonSchemaType.Number, "The visitor's own tempo in beats per minute, 40 to 220");
            properties["freshness"] = Schema(JsonSchemaType.Number, "0 (classics) to 1 (just released)");
            properties["familiarity"] = Schema(JsonSchemaType.Number, "0 (hidden) to 1 (everybody knows them)");
            properties["exclude_artists"] = Schema(JsonSchemaType.String, "An artist not wanted; once for each");
            properties["exclude_languages"] = Schema(JsonSchemaType.String, "Languages not wanted, comma separated");
            properties["exclude"] = Schema(JsonSchemaType.String, "Ids of songs not wanted, comma separated");
            properties["local"] = Schema(JsonSchemaType.Boolean, "Whether the photo stays on this server, shown to no model elsewhere; default false");
        }

        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["multipart/form-data"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = properties, Required = new HashSet<string>(StringComparer.Ordinal) { "photo" } },
                },
            },
        };
    }

    private static OpenApiSchema Schema(JsonSchemaType type, string description, string? format = null) =>
        new() { Type = type, Description = description, Format = format };
}
