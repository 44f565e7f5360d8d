using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using Xunit;

namespace Antenna.Dashboard.Tests.Api;

/// <summary>A client that a generator makes of the API's document, compiled as it is.</summary>
internal sealed class GeneratedClient
{
    private readonly object _client;

    private GeneratedClient(object client) => _client = client;

    /// <summary>Makes the client of a document.</summary>
    /// <param name="http">What it sends its requests through.</param>
    public static async Task<GeneratedClient> OfAsync(string document, HttpClient http, CancellationToken cancellationToken)
    {
        var settings = new CSharpClientGeneratorSettings { ClassName = "AntennaClient", UseBaseUrl = false };
        settings.CSharpGeneratorSettings.Namespace = "Generated";
        settings.CSharpGeneratorSettings.JsonLibrary = NJsonSchema.CodeGeneration.CSharp.CSharpJsonLibrary.SystemTextJson;
        settings.CSharpGeneratorSettings.JsonLibraryVersion = 10;
        var code = new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(document, cancellationToken), settings).GenerateFile();
        return new(Activator.CreateInstance(Compile(code, cancellationToken).GetType("Generated.AntennaClient")!, http)!);
    }

    /// <summary>Calls an operation by its id, with its parameters by their names; those that are left out have no value.</summary>
    public async Task<object> CallAsync(string operation, params (string Name, object Value)[] given)
    {
        var method = _client.GetType().GetMethods().Single(each => each.Name == $"{operation}Async"
            && each.GetParameters() is [.., { } last] && last.ParameterType == typeof(CancellationToken));
        var call = (Task)method.Invoke(_client, [.. method.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(CancellationToken) ? TestContext.Current.CancellationToken
            : given.Any(each => each.Name == parameter.Name) ? given.First(each => each.Name == parameter.Name).Value
            : null)])!;
        await call;
        return call.GetType().GetProperty("Result")!.GetValue(call)!;
    }

    /// <summary>A new thing of the client's, to be sent.</summary>
    public dynamic New(string type) => Activator.CreateInstance(_client.GetType().Assembly.GetType($"Generated.{type}")!)!;

    private static Assembly Compile(string code, CancellationToken cancellationToken)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "GeneratedClient", [CSharpSyntaxTree.ParseText(code, cancellationToken: cancellationToken)], references,
            new(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream, cancellationToken: cancellationToken);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics.Where(each => each.Severity is DiagnosticSeverity.Error)));
        stream.Position = 0;
        return new AssemblyLoadContext("GeneratedClient").LoadFromStream(stream);
    }
}
