using System.Reflection;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Tests.Architecture.Violations;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace Antenna.Dashboard.Tests.Architecture;

/// <summary>The addresses of pages are read in one place: no component declares a parameter of the query for itself.</summary>
public sealed class AddressTests
{
    [Fact]
    public void No_component_declares_a_parameter_of_the_query() => Assert.Empty(Declared(typeof(PageAddress).Assembly.GetTypes()));

    /// <summary>The rule could fail.</summary>
    [Fact]
    public void A_component_that_declares_one_is_found() => Assert.Equal(["ReadsQuery.Project"], Declared([typeof(ReadsQuery)]));

    private static IEnumerable<string> Declared(IEnumerable<Type> types) =>
        from type in types
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where property.IsDefined(typeof(SupplyParameterFromQueryAttribute))
        select $"{type.Name}.{property.Name}";
}
