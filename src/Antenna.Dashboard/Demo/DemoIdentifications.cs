using Antenna.Dashboard.Demo.Drawing;

namespace Antenna.Dashboard.Demo;

/// <summary>An identification that a person of the demo submits.</summary>
/// <param name="Name">As they write it; null for a comment.</param>
internal sealed record DemoIdentification(DemoAnimal Animal, string Person, string? Name, DateTime At, string? Comment);

/// <summary>A click of agreement.</summary>
/// <param name="With">Whose identification; null for the classifier's prediction.</param>
internal sealed record DemoAgreement(DemoAnimal Animal, string Person, string? With, DateTime At);

/// <summary>
/// The identifications of two people: an entomologist who names what she knows, and a colleague who goes through the
/// predictions and agrees where he can.
/// </summary>
internal sealed class DemoIdentifications
{
    public const string Entomologist = "Hannah Whitcomb";
    public const string Colleague = "Luc Bergeron";

    private readonly List<DemoIdentification> _submitted = [];
    private readonly List<DemoAgreement> _agreed = [];
    private readonly DemoRandom _random = new("identifications");
    private DateTime _at = new(2026, 9, 14, 18, 30, 0, DateTimeKind.Utc);

    public static IReadOnlyList<string> People { get; } = [Entomologist, Colleague];

    public IReadOnlyList<DemoIdentification> Submitted => _submitted;

    public IReadOnlyList<DemoAgreement> Agreed => _agreed;

    /// <summary>The identification that was submitted too soon, and withdrawn.</summary>
    public DemoIdentification Withdrawn { get; private set; } = null!;

    public static DemoIdentifications Make(DemoNights nights, DemoResults results)
    {
        var made = new DemoIdentifications();
        var moths = nights.Animals.Where(animal => animal.Species is not null).ToList();
        made.Name(moths);
        made.Agree(moths, results);
        made.Correct(moths);
        return made;
    }

    /// <summary>The entomologist goes through some of each night, and through all that the list lacks and she knows well.</summary>
    private void Name(List<DemoAnimal> moths)
    {
        var unlisted = moths.Where(moth => moth.Species!.ListVersions.Count == 0).ToList();
        foreach (var moth in unlisted.Take(18).Concat(moths.Except(unlisted).Where(_ => _random.Chance(0.13))).OrderBy(moth => moth.Id))
        {
            // She learned some of the names long ago.
            var name = moth.Species!.Synonyms is [var old, ..] && _random.Chance(0.6) ? old : moth.Species.Name;
            _submitted.Add(new(moth, Entomologist, name, Next(), null));
        }
    }

    private void Agree(List<DemoAnimal> moths, DemoResults results)
    {
        var named = _submitted.Select(identification => identification.Animal).ToHashSet();
        foreach (var moth in moths.Where(moth => !named.Contains(moth) && results.Named(moth, moth.First) == moth.Species).Where(_ => _random.Chance(0.08)))
            _agreed.Add(new(moth, Colleague, null, Next()));
        foreach (var identification in _submitted.Where(_ => _random.Chance(0.1)).ToList())
            _agreed.Add(new(identification.Animal, Colleague, Entomologist, Next()));
    }

    private void Correct(List<DemoAnimal> moths)
    {
        var untouched = moths.Except(_submitted.Select(identification => identification.Animal)).Except(_agreed.Select(agreed => agreed.Animal)).ToList();
        DemoAnimal Of(string species) => untouched.First(moth => moth.Species!.Name == species);
        void Submit(string species, string? name, string comment) =>
            _submitted.Add(new(Of(species), name is null ? Colleague : Entomologist, name, Next(), comment));

        Submit("Noctua pronuba", "Noctua pronuba", "Here since the nineties, and common. Why is it not on our list?");
        Submit("Ennomos magnaria", "Ennomos magnaria", "The European thorns do not occur here.");
        Submit("Idia aemula", null, "Worn. I would not go beyond the genus from this picture.");
        Submit("Datana ministra", null, "Several of the genus look like this; the caterpillars are told more easily.");
        Submit("Peridea angulosa", null, "Or P. ferruginea? Compare the reniform spot.");
        Submit("Scopula limboundata", null, "Lovely fresh one.");
        Withdrawn = new(Of("Xestia dolosa"), Colleague, "Xestia smithii", Next(), "The dark mark is too small for dolosa.");
        _submitted.Add(Withdrawn);
    }

    private DateTime Next() => _at = _at.AddSeconds(25 + _random.Below(90));
}
