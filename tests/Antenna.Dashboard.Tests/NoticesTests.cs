using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Antenna.Dashboard.Hosting;
using Xunit;

namespace Antenna.Dashboard.Tests;

/// <summary>
/// The licences of what the product and its tests are made with, from the packages' own descriptions. With
/// <c>ANTENNA_WRITE_NOTICES=1</c> the list is written instead of compared.
/// </summary>
public class NoticesTests
{
    private const string Variable = "ANTENNA_WRITE_NOTICES";

    private static readonly string Top = SettingsFiles.CheckoutFolder!;

    private static readonly string Packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } configured
        ? configured
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [Fact]
    public void Every_package_is_listed_with_its_licence()
    {
        var path = Path.Combine(Top, ".github", "THIRD-PARTY-NOTICES.md");
        var list = List();
        if (Environment.GetEnvironmentVariable(Variable) is "1")
            File.WriteAllText(path, list);

        Assert.True(File.ReadAllText(path) == list, $"'{path}' is not what the packages say of themselves. Write it again: {Variable}=1.");
    }

    [Fact]
    public void Every_package_has_a_licence() => Assert.DoesNotContain("| unknown |", List(), StringComparison.Ordinal);

    private static string List()
    {
        var product = Read("src");
        var list = new StringBuilder("# Licences of what Antenna.Dashboard is made with\n\nWritten from the packages' own descriptions by `NoticesTests`; it fails when this list is out of date.\n");
        Append(list, "In the product", product);
        Append(list, "In its tests and benchmarks alone", Read("tests").Except(product));
        return list.Append("\n## Files\n\n| File | Licence |\n|---|---|\n| `wwwroot-assets/fonts/inter-*.woff2` (Inter, The Inter Project Authors) | OFL-1.1, in `wwwroot-assets/fonts/OFL.txt` |\n").ToString();
    }

    private static void Append(StringBuilder list, string title, IEnumerable<(string Id, string Version)> packages)
    {
        list.Append($"\n## {title}\n\n| Package | Version | Licence | Authors |\n|---|---|---|---|\n");
        foreach (var (id, version) in packages.OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase).ThenBy(package => package.Version, StringComparer.Ordinal))
            list.Append($"| {Describe(id, version)} |\n");
    }

    private static HashSet<(string Id, string Version)> Read(string folder) =>
    [
        .. from file in Directory.EnumerateDirectories(Path.Combine(Top, folder)).Select(project => Path.Combine(project, "packages.lock.json")).Where(File.Exists)
           from framework in JsonElement.Parse(File.ReadAllText(file)).GetProperty("dependencies").EnumerateObject()
           from package in framework.Value.EnumerateObject()
           where package.Value.GetProperty("type").GetString() is not "Project"
           select (package.Name, package.Value.GetProperty("resolved").GetString()!),
    ];

    private static string Describe(string id, string version)
    {
        var nuspec = Path.Combine(Packages, id.ToLowerInvariant(), version.ToLowerInvariant(), $"{id.ToLowerInvariant()}.nuspec");
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        string? Value(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name) is { Value: { Length: > 0 } value } ? value.Trim() : null;
        var license = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        var licence = license is null ? Value("licenseUrl") ?? "unknown"
            : license.Attribute("type")?.Value is "file" ? $"the package's {license.Value}"
            : license.Value;
        return $"{id} | {version} | {licence} | {Value("authors")?.Replace("|", "/", StringComparison.Ordinal)}";
    }
}
