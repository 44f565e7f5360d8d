using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

/// <summary>What is told of an import of a list, or of its check, in a sentence.</summary>
public sealed class ListImportReportTests : BunitContext
{
    [Theory]
    [InlineData(true, 1, 2, 1, "Checked, and nothing was written. It would be Vermont moths v1: 2 names, 1 taxon of the taxonomy.")]
    [InlineData(false, 2, 1, 1_200, "Vermont moths v2 is imported: 1 name, 1,200 taxa of the taxonomy.")]
    [InlineData(false, null, 2, 1, "Nothing changed: Vermont moths lists just this already.")]
    [InlineData(true, null, 2, 1, "Nothing changed: Vermont moths lists just this already.")]
    public void What_became_of_the_list_is_told_with_its_numbers(bool checkOnly, int? version, int names, int taxa, string sentence)
    {
        var report = Render<ListImportReport>(parameters => parameters.Add(it => it.Report, new TaxaListReport
        {
            List = "Vermont moths", Version = version, NameCount = names, TaxonCount = taxa, CheckOnly = checkOnly, Counts = [], Findings = [], Elapsed = TimeSpan.Zero,
            Lines = new Dictionary<NameMatchKind, long>(), WithoutName = new Dictionary<PassedLineKind, long>(), NotListed = new Dictionary<NameStatus, long>(),
        }));

        Assert.Equal(sentence, report.Find(".outcome strong").TextContent);
    }
}
