using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.SignIn;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Antenna.Dashboard.Api;

/// <summary>The OpenAPI document, which is made of the endpoints and of the comments on what they answer.</summary>
internal static class ApiDocument
{
    public const string FileName = "openapi.json";

    private const string Resource = "Resource";

    private const string Description =
        "What pages show and do, for programs on this computer. Send the token that the server printed when it started with each request, as "
        + "'Authorization: Token …'. Lists answer a page at a time: follow 'next'. Every answer has an ETag. What is wrong is answered by problem "
        + "details (RFC 9457), with the messages that pages show, by the fields' names in 'errors'.";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        // What generators of clients know best.
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(DashboardUrls.ApiPath, StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = NameOf;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(AddQueryAsync);
        options.AddSchemaTransformer(SimplifyAsync);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder api) => api.MapOpenApi(FileName);

    /// <summary>A resource is called what it is a resource of.</summary>
    private static string? NameOf(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace(Resource, "", StringComparison.Ordinal);

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "Antenna.Dashboard", Version = "v2", Description = Description };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [ApiSignIn.SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "Authorization",
                Description = "The word Token, a space, and the token. A browser that is signed in needs none.",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(ApiSignIn.SchemeName, document)] = [] }];
        return Task.CompletedTask;
    }

    /// <summary>Adds the parameters that a list's query reads itself.</summary>
    private static Task AddQueryAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ListParameters>().FirstOrDefault() is not { } query)
            return Task.CompletedTask;
        operation.Parameters = [.. operation.Parameters ?? []];
        foreach (var parameter in query.All)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name, In = ParameterLocation.Query, Description = parameter.Meaning, Schema = parameter.Kind.Schema(),
            });
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Says what generators of clients know: that words are strings, and of a thing that may be null <c>allOf</c> with one part,
    /// nullable, in the place of one of null and the thing.
    /// </summary>
    private static Task SimplifyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema.Enum is { Count: > 0 } words)
        {
            // The words say it; the comments on their type are for whoever changes it.
            (schema.Type, schema.Description) = (JsonSchemaType.String, null);
            schema.Enum = [.. words.Where(word => word?.GetValueKind() is JsonValueKind.String)];
        }

        foreach (var (name, property) in schema.Properties?.ToList() ?? [])
        {
            if (property is OpenApiSchema { OneOf: [_, OpenApiSchemaReference thing] } either)
                schema.Properties![name] = new OpenApiSchema { AllOf = [thing], Type = JsonSchemaType.Null, Description = either.Description };
        }

        return Task.CompletedTask;
    }
}
