using Antenna.Core.Predictions;
using Antenna.Testing.Scenarios;
using CsCheck;

namespace Antenna.PostProcessing.Tests.Histories;

/// <summary>
/// What may happen in a project over time: what a pipeline delivers, the versions of a list, and then masks, other tasks,
/// people's words and newer results in any order. Everything is named by its number, counted round where there are fewer.
/// </summary>
/// <param name="Species">How many classes of the classifier are taxa.</param>
/// <param name="Background">Whether it has a class that is not a taxon.</param>
/// <param name="Unresolved">Whether it has a class that resolves to no taxon.</param>
/// <param name="Animals">By animal, by detection: what the pipeline delivers.</param>
/// <param name="Versions">The list's versions: bit <c>i</c> is whether species <c>i</c> is listed.</param>
internal sealed record History(
    int Species, bool Background, bool Unresolved, Delivery[][] Animals, int[] Versions, Step[] Steps)
{
    private const int MostSpecies = 4;
    private const int MostClasses = MostSpecies + 2;
    private const int Everything = -1;

    private static readonly Gen<float> Logit = Gen.Frequency(
        (6, Gen.Float[-5, 5]),
        (2, Gen.Int[-1, 1].Select(tied => (float)tied)),
        (1, Gen.Float[-60, 60]),
        (1, Gen.Const(float.NegativeInfinity)));

    private static readonly Gen<Delivery> Delivered =
        from logits in Logit.Array[MostClasses]
        from fault in Gen.Frequency((9, Gen.Const(Fault.None)), (1, Gen.Enum<Fault>()))
        from terminal in Gen.Frequency((9, Gen.Const(true)), (1, Gen.Const(false)))
        select new Delivery(logits, fault, terminal);

    private static readonly Gen<Mask> AnyMask =
        from version in Gen.Int[0, 2]
        from mode in Gen.Enum<ScoreMode>()
        from onlyWhenSpeciesChanges in Gen.Bool
        from holdBelow in Gen.Frequency((2, Gen.Const(0.0)), (1, Gen.Double[0.05, 0.95]))
        from batchSize in Gen.Int[1, 4]
        from stops in Gen.Int[0, 3].Array[0, 2]
        select new Mask(version, mode, onlyWhenSpeciesChanges, holdBelow, batchSize, stops);

    private static readonly Gen<OtherRun> AnyOtherRun = Gen.Select(Gen.Enum<OtherTask>(), Gen.Int[1, 4]).Select(drawn => new OtherRun(drawn.Item1, drawn.Item2));

    private static readonly Gen<Launch> AnyRun = Gen.Frequency((1, AnyMask.Select(mask => (Launch)mask)), (1, AnyOtherRun.Select(run => (Launch)run)));

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (4, AnyMask.Select(mask => (Step)mask)),
        (2, Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[0, 60])
            .Select(drawn => (Step)new Identify(drawn.Item1, drawn.Item2, drawn.Item3, drawn.Item4))),
        (1, Gen.Int[0, 5].Select(number => (Step)new Withdraw(number))),
        (1, Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Delivered)
            .Select(newer => (Step)new NewerResult(newer.Item1, newer.Item2, newer.Item3 with { Terminal = true }))));

    public static readonly Gen<History> Any =
        from species in Gen.Int[2, MostSpecies]
        from background in Gen.Bool
        from unresolved in Gen.Bool
        from animals in Delivered.Array[1, 3].Array[1, 6]
        from versions in Gen.Int[1, (1 << species) - 1].Array[3]
        from steps in AnyStep.Array[1, 6]
        select new History(species, background, unresolved, animals, versions, steps);

    /// <summary>A history, and a mask that may come after it.</summary>
    public static readonly Gen<(History History, Mask Mask)> AndMask = Gen.Select(Any, AnyMask);

    /// <summary>A history, and two masks that may come after it.</summary>
    public static readonly Gen<(History History, Mask One, Mask Other)> AndTwoMasks = Gen.Select(Any, AnyMask, AnyMask);

    /// <summary>A history in which runs of every task are canceled, resumed, undone and done again.</summary>
    public static readonly Gen<History> WithLives =
        from history in Any
        from steps in Gen.Frequency(
            (3, AnyStep),
            (3, AnyOtherRun.Select(run => (Step)run)),
            (2, Gen.Select(AnyRun, Gen.Int[-1, 4]).Select(drawn => (Step)new CanceledRun(drawn.Item1, drawn.Item2))),
            (2, Gen.Int[0, 5].Select(run => (Step)new Resume(run))),
            (4, Gen.Select(Gen.Int[0, 5], Gen.Bool, Gen.Frequency((2, Gen.Const(Undo.ToItsEnd)), (1, Gen.Int[-1, 3])))
                .Select(drawn => (Step)new Undo(drawn.Item1, drawn.Item2, drawn.Item3)))).Array[3, 10]
        select history with { Steps = steps };

    /// <summary>The labels of the classifier.</summary>
    public IReadOnlyList<string> Labels =>
        [.. SpeciesNames, .. Background ? [Scenario.Background] : Array.Empty<string>(), .. Unresolved ? ["?blurred"] : Array.Empty<string>()];

    public IReadOnlyList<string> SpeciesNames => [.. Enumerable.Range(1, Species).Select(number => $"Moth {number}")];

    /// <summary>The species of a version of the list.</summary>
    public IReadOnlyList<string> Listed(int version) => [.. SpeciesNames.Where((_, index) => (Versions[version] >> index & 1) != 0)];

    /// <summary>The same without its masks.</summary>
    public History Unmasked => this with { Steps = [.. Steps.Where(step => step is not Mask)] };

    /// <summary>The same with a list that lists every class, of a classifier all of whose classes are known, as its last version.</summary>
    public History WithFullList => this with { Unresolved = false, Versions = [Versions[0], Versions[1], Everything] };

    /// <summary>Every choice of a history, as it is printed when a property fails.</summary>
    public override string ToString() =>
        $$"""
        {{string.Join(", ", Labels)}}
        versions: {{string.Join(" | ", Versions.Select((_, version) => string.Join(", ", Listed(version))))}}
        {{string.Join('\n', Animals.Select((seen, animal) => $"animal {animal}: {string.Join(" | ", seen.AsEnumerable())}"))}}
        {{string.Join('\n', Steps.AsEnumerable())}}
        """;
}

/// <summary>What may be wrong with delivered logits.</summary>
internal enum Fault
{
    None,
    NoLogits,
    WrongLength,
    NotANumber,
}

/// <summary>A classifier's result on one detection.</summary>
/// <param name="Logits">As many as a classifier has classes, or more.</param>
internal sealed record Delivery(float[] Logits, Fault Fault, bool Terminal)
{
    public float[]? Of(int classes) => Fault switch
    {
        Fault.NoLogits => null,
        Fault.WrongLength => Logits[..(classes - 1)],
        Fault.NotANumber => [float.NaN, .. Logits[1..classes]],
        _ => Logits[..classes],
    };

    public override string ToString() => $"[{string.Join(", ", Logits)}]{(Fault is Fault.None ? "" : $" {Fault}")}{(Terminal ? "" : " intermediate")}";
}

/// <summary>Something that happens.</summary>
internal abstract record Step;

/// <summary>A run, of whichever task.</summary>
internal abstract record Launch : Step;

/// <summary>A run that masks.</summary>
/// <param name="Stops">After how many batches the node stops that has it, each time that it is taken up.</param>
internal sealed record Mask(
    int Version, ScoreMode Mode, bool OnlyWhenSpeciesChanges, double HoldBelow, int BatchSize, int[] Stops) : Launch
{
    public override string ToString() =>
        $"mask to version {Version}, {Mode}{(OnlyWhenSpeciesChanges ? ", only when the species changes" : "")}, hold below {HoldBelow}, "
        + $"batches of {BatchSize}, stopped after {string.Join(" and ", Stops)}";
}

/// <summary>A run of another task.</summary>
internal sealed record OtherRun(OtherTask Task, int BatchSize) : Launch;

/// <summary>The tasks beside masking.</summary>
internal enum OtherTask
{
    RollUp,
    SizeFilter,
    Recompute,
}

/// <summary>A person says what an animal is, at some minute: not always after those who spoke before.</summary>
internal sealed record Identify(int Animal, int Species, int Person, int Minute) : Step;

/// <summary>A person withdraws an identification.</summary>
internal sealed record Withdraw(int Identification) : Step;

/// <summary>The classifier looks at a detection again.</summary>
internal sealed record NewerResult(int Animal, int Detection, Delivery Delivery) : Step;

/// <summary>A run that is canceled.</summary>
/// <param name="Batches">After so many batches, if it has as many; -1 while it is queued.</param>
internal sealed record CanceledRun(Launch Run, int Batches) : Step;

/// <summary>A run is resumed, if it may be.</summary>
/// <param name="Run">Counted from the newest.</param>
internal sealed record Resume(int Run) : Step;

/// <summary>A run is undone, or, where it is an undo, done again; if it may be.</summary>
/// <param name="Run">Counted from the newest.</param>
/// <param name="WithStanding">With those that stand on it; else it is tried without.</param>
/// <param name="Batches">The last undo is canceled after so many batches; -1 while it is queued.</param>
internal sealed record Undo(int Run, bool WithStanding, int Batches) : Step
{
    public const int ToItsEnd = int.MaxValue;
}
