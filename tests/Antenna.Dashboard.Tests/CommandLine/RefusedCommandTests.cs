using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>What cannot be done: each says why in a line, ends with its exit code, and leaves the database as it was.</summary>
public sealed class RefusedCommandTests(CommandProject project) : IClassFixture<CommandProject>
{
    [Theory]
    [InlineData(
        "mask --capture-set {set} --taxa-list {coast-list} --classifier {moths}",
        "--taxa-list: Taxa list 3 (Vermont moths) belongs to project Coast, and what is to be masked to project Green Mountains. Choose a list of Green Mountains or a shared one.")]
    [InlineData(
        "mask --capture-set {set} --taxa-list {birds} --classifier {moths}",
        "--classifier: None of the 3 classes of moths is a taxon on Birds v1: masking would leave it nothing to say.")]
    [InlineData(
        "mask --capture-set 99 --taxa-list 99 --classifier 99 --hold-below 2 --batch-size 0",
        "--hold-below: Hold below 2 is not possible: give a mass from 0 (hold none) to under 1.",
        "--batch-size: A batch of 0 rows is not possible: give 1 to 10000; 200 is usual.",
        "--capture-set: There is no capture set 99.",
        "--taxa-list: There is no taxa list 99.",
        "--classifier: There is no classifier 99.")]
    [InlineData(
        "mask --occurrence 99 --taxa-list {list}@7 --classifier {detector}",
        "--occurrence: There is no occurrence 99.",
        "--taxa-list: Taxa list 1 (Vermont moths) has no version 7; it has 1.",
        "--classifier: Algorithm 1 (Detector) is no classifier, and has no predictions of its own to mask.")]
    [InlineData(
        "mask --capture-set {set} --taxa-list Vermont --classifier moths",
        "--taxa-list: There is no taxa list called 'Vermont'. 'list taxa-lists' shows which there are.")]
    [InlineData("list classifiers --capture-set 99 --taxa-list {list}", "--capture-set: There is no capture set 99. 'list capture-sets' shows which there are.")]
    [InlineData(
        "list classifiers --capture-set {set} --taxa-list {coast-list}",
        "--taxa-list: Taxa list 3 (Vermont moths) belongs to project Coast, and what is to be masked to project Green Mountains. Choose a list of Green Mountains or a shared one.")]
    public async Task What_cannot_be_masked_or_listed_is_refused_field_by_field(string command, params string[] problems)
    {
        var before = await project.ReadAsync();

        var refused = (await project.Commands("Somebody new").RunAsync(project.Words(command))).Refused();

        Assert.Equal(problems, refused);
        DatabaseContent.AssertEqual(before, await project.ReadAsync());
    }

    [Fact]
    public async Task Two_things_of_one_name_are_distinguished_by_their_ids()
    {
        var refused = (await project.Commands().RunAsync(project.Words("mask --capture-set {set} --classifier moths --taxa-list").Append("vermont MOTHS").ToArray())).Refused();

        Assert.Equal([$"--taxa-list: There are 2 taxa lists called 'vermont MOTHS': name one by its id, {project.List.Id} or {project.CoastList.Id}."], refused);
    }

    [Theory]
    [InlineData("taxa FILE", "name,rank\n\"Actias luna,species\n", "file, line 2: Malformed CSV in record 2 (line 2): ")]
    [InlineData("taxa FILE", "rank,name\nspecies,Actias\u0007 luna\n", "file, line 2, column 2: ")]
    [InlineData("taxa NOTHING", "", "nothing: there is no such file ('")]
    [InlineData("taxa-list FILE --name List --project 99", "name\nActias luna\n", "--project: There is no project 99. 'list projects' shows which there are.")]
    [InlineData("pipeline FILE --project New --capture-set June", """{"algorithms": {}, "source_images": [{"id": "1",""", "file, line 1, column ")]
    [InlineData("pipeline FILE --project New --capture-set June --captures NOTHING", """{"algorithms": {}, "source_images": [{"id": "1", "url": "one.jpg"}], "detections": []}""", "nothing: there is no such file ('")]
    public async Task What_cannot_be_imported_is_refused_with_its_place(string import, string content, string problem)
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", content);
        string[] arguments =
        [
            "import",
            .. import.Split(' ').Select(word => word switch
            {
                "FILE" or "NOTHING" => folder[word.ToLowerInvariant()],
                _ => word,
            }),
        ];
        await project.ExecuteAsync($"insert into people (name) values ('{TestSettings.Curator}') on conflict do nothing");
        var before = await project.ReadAsync();

        var line = Assert.Single((await project.Commands().RunAsync(arguments)).Refused());

        Assert.StartsWith(problem, line, StringComparison.Ordinal);

        // Its record says why, and is all that there is of it.
        await project.ExecuteAsync("delete from imports where state = 'Failed' and reason is not null");
        DatabaseContent.AssertEqual(before, await project.ReadAsync());
    }
}
