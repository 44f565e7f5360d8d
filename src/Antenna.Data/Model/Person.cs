using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>A person who identifies animals, saves lists or launches runs.</summary>
public sealed class Person
{
    public long Id { get; init; }

    public required string Name { get; init; }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder) => builder.HasIndex(person => person.Name).IsUnique();
}
