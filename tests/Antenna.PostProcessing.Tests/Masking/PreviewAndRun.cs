using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

/// <summary>Holds what a run wrote against what a preview said that it would, row for row.</summary>
internal sealed class PreviewAndRun(IReadOnlyList<LineageEffect> effects, ILookup<long, Classification> lineages, long runId)
{
    public static async Task<PreviewAndRun> ReadAsync(AntennaDbContext context, RunSnapshot run)
    {
        var token = TestContext.Current.CancellationToken;
        var rows = await context.Classifications.AsNoTracking().OrderBy(row => row.Id).ToListAsync(token);
        return new(
            await context.LineageEffects.AsNoTracking().Where(effect => effect.RunId == run.RunId).ToListAsync(token),
            rows.ToLookup(row => row.LineageId),
            run.RunId);
    }

    public void AssertRows(MaskPreview preview)
    {
        foreach (var row in preview.Rows)
        {
            var effect = effects.SingleOrDefault(each => each.LineageId == row.SourceId);
            var terminal = lineages[row.SourceId].Single(each => each.Terminal);
            Assert.Equal(row.DetectionId, terminal.DetectionId);
            switch (row.Effect)
            {
                case RowEffect.Masked:
                    Assert.Equal(terminal.Id, effect!.TerminalAfterId);
                    AssertMasked(preview, row, terminal);
                    Assert.True(!effect.Written || terminal.RunId == runId);
                    break;
                case RowEffect.Restored:
                    Assert.Equal((row.SourceId, row.SourceId), (terminal.Id, effect!.TerminalAfterId!.Value));
                    break;
                case RowEffect.Unchanged:
                    Assert.Null(effect);
                    if (row.Due is LineageRow.Source)
                        Assert.Equal(row.SourceId, terminal.Id);
                    else
                        AssertMasked(preview, row, terminal);
                    break;
                default:
                    Assert.Null(effect);
                    Assert.Null(row.Due);
                    break;
            }
        }

        Assert.Equal(preview.Rows.Count(row => row.Effect is RowEffect.Skipped), preview.Counters.Checked - preview.Counters.Masked - preview.Counters.Restored - preview.Counters.Unchanged - preview.Counters.Held);
        Assert.Equal(preview.ChangesNothing, !preview.Rows.Any(row => row.Effect is RowEffect.Masked or RowEffect.Restored));
    }

    /// <summary>The determination as the occurrence's page reads it.</summary>
    public static void AssertDetermination(PreviewedDetermination expected, OccurrenceDetails occurrence)
    {
        var actual = occurrence.Determination;
        Assert.Equal((expected.Taxon, expected.Score), (actual.Taxon, actual.Score));
        Assert.Equal((expected.Machine?.Taxon, expected.Machine?.Score), (actual.Machine, actual.MachineScore));
        Assert.Equal(expected.DecidedBy?.Person is not null, actual.Verified);
        Assert.Equal(expected.Machine?.DetectionId, occurrence.Detections.SingleOrDefault(detection => detection.Decides)?.Id);
        if (expected.DecidedBy is { Person: { } person })
            Assert.Equal(person, Assert.IsType<IdentificationCard>(occurrence.History.Single(card => card.Decides)).Person);
        else if (expected.DecidedBy is { Algorithm: { } algorithm })
            Assert.Equal(algorithm, Assert.IsType<PredictionCard>(occurrence.History.Single(card => card.Decides)).Algorithm);
    }

    private static void AssertMasked(MaskPreview preview, PreviewedRow row, Classification written)
    {
        var (mode, prediction) = (preview.Options.Mode, row.Prediction!);
        var masked = prediction.Masked!;
        Assert.Equal(row.SourceId, written.AppliedToId);
        Assert.Equal((masked.Winner, prediction.Winner!.Taxon?.Id), (written.ClassIndex!.Value, written.TaxonId));
        Assert.Equal((masked.Score(mode), masked.Absolute), (written.Score, written.AbsoluteScore));
        Assert.Equal(masked.Masses, new(written.ListedMass!.Value, written.NothingMass!.Value, written.OffListMass!.Value));
        Assert.Equal(masked.Top.Select(each => each.Index), written.TopClasses!);
        Assert.Equal(masked.Top.Select(each => each.Score(mode)), written.TopScores!);

        // The two columns of the page are that row, and the classifier's own next to it.
        var places = prediction.Classes.Where(each => each.Compared.MaskedRank is not null).OrderBy(each => each.Compared.MaskedRank).ToList();
        Assert.Equal(masked.Top.Select(each => each.Index), places.Select(each => each.Index));
        Assert.Equal(masked.Top.Select(each => each.Reweighted), places.Select(each => each.Compared.Reweighted!.Value));
        Assert.Equal(masked.Masses.OffList, prediction.OffList.Total, 1e-9);
        Assert.Equal(masked.SourceWinner, prediction.Original.Index);
    }
}
