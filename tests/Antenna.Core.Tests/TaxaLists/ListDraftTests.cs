using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.TaxaLists;

public sealed class ListDraftTests
{
    private static readonly string[] AllNames = ["Noctua pronuba", "Noctua comes", "Xestia c-nigrum", "Catocala nupta", "Agrotis ipsilon"];

    private static readonly Gen<ListedName> Name = Gen.Select(
        Gen.Int[0, AllNames.Length - 1].Select(at => AllNames[at]), Gen.Bool, (name, included) => new ListedName(name, Rank.Species) { IncludeDescendants = included });

    private static readonly Gen<IReadOnlyDictionary<string, ListedName>> Base =
        Name.Array[0, 5].Select(names => (IReadOnlyDictionary<string, ListedName>)names.DistinctBy(name => name.Key).ToDictionary(name => name.Key));

    private static readonly Gen<DraftStep> Step = Gen.Select(Name, Gen.Bool).Array[1, 3].Select(changes => new DraftStep(
        DraftStepKind.AddBatch,
        [.. changes.Select(change => change.Item1.Name)],
        [.. changes.DistinctBy(change => change.Item1.Key).Select(change => new DraftChange(change.Item1.Key, change.Item2 ? change.Item1 : null))]));

    /// <summary>A step, or undo where null and true, or redo where null and false.</summary>
    private static readonly Gen<(DraftStep? Step, bool Undo)[]> History =
        Gen.Select(Gen.OneOf(Step.Select(step => (DraftStep?)step), Gen.Const((DraftStep?)null)), Gen.Bool).Array[0, 12];

    [Fact]
    public void Any_steps_undone_and_redone_list_what_the_steps_that_count_make_from_scratch()
    {
        Gen.Select(Base, History).Sample((names, history) =>
        {
            var draft = new ListDraft(names, [], 0);
            var (done, undone) = (new Stack<DraftStep>(), new Stack<DraftStep>());
            foreach (var (step, undo) in history)
            {
                if (step is not null)
                {
                    draft = draft.With(step);
                    done.Push(step);
                    undone.Clear();
                }
                else if (undo)
                {
                    draft = draft.Undo();
                    if (done.TryPop(out var last))
                        undone.Push(last);
                }
                else
                {
                    draft = draft.Redo();
                    if (undone.TryPop(out var next))
                        done.Push(next);
                }
            }

            var plain = names.ToDictionary();
            foreach (var change in done.Reverse().SelectMany(step => step.Changes))
            {
                plain.Remove(change.Key);
                if (change.Name is { } name)
                    plain.Add(change.Key, name);
            }

            Assert.Equal(Contents(plain), Contents(draft.Names));
            Assert.Equal((done.Count > 0, undone.Count > 0), (draft.CanUndo, draft.CanRedo));
            Assert.All(AllNames, name => Assert.Equal(plain.GetValueOrDefault(name.ToLowerInvariant())?.Content, draft.Find(name.ToLowerInvariant())?.Content));
        });
    }

    [Fact]
    public void The_changes_are_those_names_that_are_not_as_the_version_has_them()
    {
        Gen.Select(Base, Step.Array[0, 6]).Sample((names, steps) =>
        {
            var draft = new ListDraft(names, steps, steps.Length);
            var now = draft.Names.ToDictionary();
            var other = names.Keys.Union(now.Keys).Where(key => names.GetValueOrDefault(key)?.Content != now.GetValueOrDefault(key)?.Content);

            Assert.Equal(other.Order(), draft.Changes.Select(change => change.Key).Order());
        });
    }

    [Fact]
    public void Taking_one_change_back_leaves_the_others()
    {
        Gen.Select(Base, Step.Array[1, 6]).Sample((names, steps) =>
        {
            var draft = new ListDraft(names, steps, steps.Length);
            foreach (var change in draft.Changes)
            {
                var without = draft.With(draft.RestoreOf([change.Key]));
                Assert.Equal(draft.Changes.Where(other => other.Key != change.Key).Select(TextOf).Order(), without.Changes.Select(TextOf).Order());
                Assert.Equal(Contents(draft.Names), Contents(without.Undo().Names));
            }
        });
    }

    [Fact]
    public void Merging_drafts_without_a_conflict_is_applying_both()
    {
        Gen.Select(Base, Step.Array[0, 4], Step.Array[0, 4]).Sample((names, theirs, mine) =>
        {
            var saved = new ListDraft(names, theirs, theirs.Length);
            var draft = new ListDraft(names, mine, mine.Length);
            var merge = ListMerge.Of(names, saved.Names.ToDictionary(), draft.Changes, Unknown);
            if (merge.Changes.Conflicts.Count > 0)
                return;

            var both = new ListDraft(names, [ChangesOf(saved), ChangesOf(draft)], 2);
            Assert.Equal(Contents(both.Names), Contents(merge.Merged(new Dictionary<string, MergeSide>()).Names));
        });
    }

    [Fact]
    public void A_name_that_both_changed_otherwise_is_what_the_chosen_one_made_of_it()
    {
        Gen.Select(Base, Step.Array[0, 4], Step.Array[0, 4], Gen.Bool).Sample((names, theirs, mine, isMine) =>
        {
            var saved = new ListDraft(names, theirs, theirs.Length);
            var draft = new ListDraft(names, mine, mine.Length);
            var merge = ListMerge.Of(names, saved.Names.ToDictionary(), draft.Changes, Unknown);

            var merged = merge.Merged(merge.Changes.Conflicts.ToDictionary(conflict => conflict.Key, _ => isMine ? MergeSide.Mine : MergeSide.Theirs)).Names;

            Assert.All(merge.Changes.Conflicts, conflict => Assert.Equal(
                (isMine ? conflict.Mine : conflict.Theirs)?.Content, merged.GetValueOrDefault(conflict.Key)?.Content));
            Assert.All(merge.Changes.Conflicts, conflict => Assert.NotEqual(conflict.Mine?.Content, conflict.Theirs?.Content));
        });
    }

    [Fact]
    public void A_conflict_that_nobody_chose_about_is_not_merged()
    {
        var name = new ListedName("Noctua pronuba", Rank.Species);
        var merge = ListMerge.Of(
            new Dictionary<string, ListedName> { [name.Key] = name },
            new Dictionary<string, ListedName>(),
            [new(name.Key, name, name with { IncludeDescendants = true })],
            Unknown);

        Assert.Equal([name.Key], merge.Changes.Conflicts.Select(conflict => conflict.Key));
        Assert.Throws<ArgumentException>(() => merge.Merged(new Dictionary<string, MergeSide>()));
    }

    /// <summary>A taxonomy that knows none of the names: they are merged by themselves.</summary>
    private static readonly ListTaxonomy Unknown = new(new([]), _ => null, id => throw new KeyNotFoundException($"No taxon {id}."));

    private static DraftStep ChangesOf(ListDraft draft) => new(
        DraftStepKind.AddBatch, [], [.. draft.Changes.Select(change => new DraftChange(change.Key, change.After))]);

    private static IEnumerable<string> Contents(IEnumerable<KeyValuePair<string, ListedName>> names) =>
        names.Select(name => $"{name.Key} {name.Value.Content}").Order(StringComparer.Ordinal);

    private static string TextOf(NetChange change) => $"{change.Key} {change.Before?.Content} {change.After?.Content}";
}
