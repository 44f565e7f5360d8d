using CsCheck;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>
/// What people may do with the identifications of a few occurrences over time. Everything is named by its number, counted
/// round where there are fewer.
/// </summary>
/// <param name="Steps">In their order; the clock advances by the minutes of each before it.</param>
internal sealed record IdentificationHistory(HistoryStep[] Steps)
{
    public const int Occurrences = 3;
    public const int People = 3;
    public const int Taxa = 3;

    private static readonly Gen<int> Occurrence = Gen.Int[0, Occurrences - 1];
    private static readonly Gen<int> Person = Gen.Int[0, People - 1];
    private static readonly Gen<int> Taxon = Gen.Int[0, Taxa - 1];
    private static readonly Gen<int> Any = Gen.Int[0, 1_000];
    private static readonly Gen<string?> Comment = OneOf<string?>(null, null, "worn", "by its tails");

    private static readonly Gen<Content> Submitted = Gen.Frequency(
        (4, Gen.Select(Taxon, Comment).Select(named => (Content)new Named(named.Item1, named.Item2))),
        (2, Gen.Const((Content)new AgreedWithPrediction())),
        (2, Any.Select(number => (Content)new AgreedWithPerson(number))),
        (1, OneOf("worn", "a fresh one", " ").Select(text => (Content)new Commented(text))));

    // Whole hours, so that dates often equal one another and the clock; some lie ahead of it.
    private static readonly Gen<ImportedIdentification> Imported =
        from occurrence in Occurrence
        from person in Person
        from taxon in Gen.Frequency((4, Taxon.Select(taxon => (int?)taxon)), (1, Gen.Const((int?)null)))
        from comment in Comment
        from hoursAgo in Gen.Frequency((6, Gen.Int[0, 12].Select(hours => (int?)hours)), (1, Gen.Const((int?)-100)), (1, Gen.Const((int?)null)))
        select new ImportedIdentification(occurrence, person, taxon, taxon is null ? comment ?? "worn" : comment, hoursAgo);

    private static readonly Gen<HistoryStep> Step =
        from minutes in OneOf(0, 0, 30, 60)
        from step in Gen.Frequency(
            (8, Gen.Select(Occurrence, Person, Submitted).Select(act => (HistoryStep)new Submit(act.Item1, act.Item2, act.Item3))),
            (2, Gen.Select(Any, Person).Select(act => (HistoryStep)new Withdraw(act.Item1, act.Item2))),
            (4, Gen.Select(Any, Person).Select(act => (HistoryStep)new Delete(act.Item1, act.Item2))),
            (3, Imported.Array[1, 4].Select(rows => (HistoryStep)new ImportIdentifications(rows))),
            (3, Gen.Select(Person, Submitted, Gen.Int[1, (1 << Occurrences) - 1]).Select(act => (HistoryStep)new Bulk(act.Item1, act.Item2, act.Item3))),
            (2, Any.Select(number => (HistoryStep)new UndoBulk(number))))
        select step with { Minutes = minutes };

    public static readonly Gen<IdentificationHistory> AnyHistory = Step.Array[1, 25].Select(steps => new IdentificationHistory(steps));

    public override string ToString() => string.Join("\n", Steps.Select(step => $"{step}"));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}

/// <summary>One act, some minutes after the one before.</summary>
internal abstract record HistoryStep
{
    public int Minutes { get; init; }
}

internal sealed record Submit(int Occurrence, int Person, Content Content) : HistoryStep;

/// <summary>Of any identification, by any person.</summary>
internal sealed record Withdraw(int Identification, int Person) : HistoryStep;

/// <summary>Of any identification, by any person.</summary>
internal sealed record Delete(int Identification, int Person) : HistoryStep;

internal sealed record ImportIdentifications(ImportedIdentification[] Rows) : HistoryStep
{
    public override string ToString() => $"Import {string.Join("; ", Rows.Select(row => $"{row}"))}, {Minutes} minutes later";
}

/// <param name="Of">Bit <c>i</c> is whether occurrence <c>i</c> is selected.</param>
internal sealed record Bulk(int Person, Content Content, int Of) : HistoryStep;

/// <summary>Of any earlier bulk act, undone already or not.</summary>
internal sealed record UndoBulk(int Act) : HistoryStep;

/// <param name="Taxon">Null for a comment.</param>
/// <param name="HoursAgo">Null where the table gives no date.</param>
internal sealed record ImportedIdentification(int Occurrence, int Person, int? Taxon, string? Comment, int? HoursAgo);

internal abstract record Content;

internal sealed record Named(int Taxon, string? Comment) : Content;

internal sealed record AgreedWithPrediction : Content;

/// <param name="Identification">Of those of the occurrence.</param>
internal sealed record AgreedWithPerson(int Identification) : Content;

internal sealed record Commented(string Text) : Content;
