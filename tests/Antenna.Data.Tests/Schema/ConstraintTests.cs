using Xunit;

namespace Antenna.Data.Tests.Schema;

/// <summary>What the database itself holds, whatever writes to it and however.</summary>
public sealed class ConstraintTests(SchemaProject project) : IClassFixture<SchemaProject>
{
    private const string Source = "(select min(id) from classifications)";
    private const string MaskOne = "(select id from algorithms where key = 'mask one')";

    /// <summary>A statement that does no harm, next to each of those that do.</summary>
    private const string NewMaskedRow =
        """
        insert into classifications (detection_id, algorithm_id, lineage_id, applied_to_id, score, absolute_score, terminal, created_at)
        select source.detection_id, other.id, source.id, source.id, 0.5, 0.5, false, source.created_at
        from classifications source, algorithms other where source.applied_to_id is null and other.kind = 'Detector'
        """;

    private const string AnotherIdentification =
        "insert into identifications (occurrence_id, person_id, taxon_id, created_at) select occurrence_id, person_id, taxon_id, now() from identifications";

    [Theory]
    [InlineData("classifications", "ix_classifications_one_terminal_a_lineage", $"update classifications set terminal = true where lineage_id = {Source}")]
    [InlineData("classifications", "ix_classifications_lineage_id_algorithm_id_applied_to_id", $"update classifications set algorithm_id = {MaskOne} where lineage_id = {Source} and applied_to_id is not null")]
    [InlineData("classifications", "fk_classifications_classifications_lineage_id_applied_to_id", "update classifications set applied_to_id = (select max(lineage_id) from classifications) where applied_to_id = (select min(lineage_id) from classifications)")]
    [InlineData("classifications", "ck_classifications_source", "update classifications set applied_to_id = null where applied_to_id is not null")]
    [InlineData("classifications", "ck_classifications_source", $"update classifications set applied_to_id = id where id = {Source}")]
    [InlineData("classifications", "ix_classifications_one_source_a_result", "insert into classifications (id, lineage_id, detection_id, algorithm_id, score, absolute_score, terminal, created_at) select 1000, 1000, detection_id, algorithm_id, 0, 0, false, created_at from classifications where applied_to_id is null limit 1")]
    [InlineData("classifications", "ck_classifications_score", "update classifications set score = 1.5")]
    [InlineData("classifications", "ck_classifications_score", "update classifications set absolute_score = 'NaN'")]
    [InlineData("classifications", "ck_classifications_masses", "update classifications set listed_mass = 0.5")]
    [InlineData("classifications", "ck_classifications_top", "update classifications set top_classes = array[1, 2], top_scores = array[0.5]")]
    [InlineData("classification_logits", "ck_classification_logits_float32", @"update classification_logits set logits = logits || '\x00'")]
    [InlineData("algorithms", "ix_algorithms_source_algorithm_id_kept_set_id_mode", "insert into algorithms (kind, key, name, version, category_map_id, source_algorithm_id, kept_set_id, mode, created_at) select kind, 'another', name, version, category_map_id, source_algorithm_id, kept_set_id, mode, now() from algorithms where key = 'mask one'")]
    [InlineData("algorithms", "ix_algorithms_key_version_category_map_id", "insert into algorithms (kind, key, name, version, created_at) select kind, key, name, version, now() from algorithms where kind = 'Detector'")]
    [InlineData("algorithms", "ck_algorithms_masking", "update algorithms set mode = null where kind = 'Masking'")]
    [InlineData("algorithms", "ck_algorithms_masking", "update algorithms set kept_set_id = null where kind = 'Masking'")]
    [InlineData("algorithms", "ck_algorithms_classifier", "update algorithms set category_map_id = null where kind = 'Classifier'")]
    [InlineData("kept_sets", "ix_kept_sets_category_map_id_hash", "update kept_sets set hash = 'one'")]
    [InlineData("kept_sets", "ck_kept_sets_listed", "update kept_sets set listed_count = 0")]
    [InlineData("category_maps", "ix_category_maps_hash", "insert into category_maps (hash, class_count) select hash, class_count from category_maps")]
    [InlineData("category_map_classes", "ck_category_map_classes_taxon", "update category_map_classes set meaning = 'NotATaxon'")]
    [InlineData("category_map_classes", "ck_category_map_classes_taxon", "update category_map_classes set taxon_id = null")]
    [InlineData("taxa_lists", "ix_taxa_lists_project_id_name", "insert into taxa_lists (name, created_at) values ('Shared', now()), ('Shared', now())")]
    [InlineData("taxa_list_versions", "ix_taxa_list_versions_taxa_list_id_number", "insert into taxa_list_versions (taxa_list_id, number, author_id, created_at, entry_count, content_hash) select taxa_list_id, number, author_id, now(), 1, 'other' from taxa_list_versions")]
    [InlineData("taxa_list_versions", "ck_taxa_list_versions_number", "update taxa_list_versions set number = 0")]
    [InlineData("taxa_list_entries", "pk_taxa_list_entries", "insert into taxa_list_entries (taxa_list_version_id, name_key, name, rank, include_descendants, keys, higher_taxa) select taxa_list_version_id, name_key, name, rank, true, keys, higher_taxa from taxa_list_entries")]
    [InlineData("taxa_list_entries", "ck_taxa_list_entries_match", "update taxa_list_entries set taxon_id = null")]
    [InlineData("taxa_list_entries", "ck_taxa_list_entries_match", "update taxa_list_entries set match = null")]
    [InlineData("taxa", "ck_taxa_accepted", "update taxa set accepted_taxon_id = id")]
    [InlineData("taxa", "ck_taxa_accepted", "update taxa set parent_id = id")]
    [InlineData("occurrences", "ck_occurrences_determination", "update occurrences set determination_score = null")]
    [InlineData("occurrences", "ck_occurrences_determination", "update occurrences set determination_taxon_id = null")]
    [InlineData("occurrences", "ck_occurrences_determination", "update occurrences set determination_taxon_id = null, determination_score = null, verified = true")]
    [InlineData("occurrences", "ck_occurrences_machine", "update occurrences set machine_score = null")]
    [InlineData("detections", "ck_detections_box", "update detections set x1 = null")]
    [InlineData("identifications", "ck_identifications_content", "update identifications set taxon_id = null")]
    [InlineData("identifications", "ck_identifications_withdrawal", "update identifications set withdrawn_at = now()")]
    [InlineData("identifications", "ck_identifications_withdrawal", "update identifications set withdrawn_by_id = person_id")]
    [InlineData("identifications", "ck_identifications_supersession", "update identifications set withdrawn_at = now(), withdrawn_by_id = person_id, superseded_by_id = id")]
    [InlineData("identifications", "ck_identifications_supersession", "update identifications set taxon_id = null, comment = 'worn', superseded_by_id = id")]
    [InlineData("identifications", "fk_identifications_identifications_superseded_by_id", "update identifications set superseded_by_id = 1000; set constraints all immediate")]
    [InlineData("identifications", "ix_identifications_one_standing_a_person", AnotherIdentification)]
    [InlineData("runs", "ck_runs_scope", "update runs set capture_set_id = null")]
    [InlineData("runs", "ck_runs_scope", "update runs set occurrence_id = (select min(id) from occurrences)")]
    [InlineData("runs", "ck_runs_state", "update runs set state = 'Queued'")]
    [InlineData("runs", "ck_runs_state", "update runs set state = 'Reverted'")]
    [InlineData("run_parts", "ck_run_parts_checkpoint", "update run_parts set checkpoint = last_occurrence_id + 1")]
    [InlineData("run_parts", "ck_run_parts_end", "update run_parts set finished_at = now(), stopped_at = now()")]
    [InlineData("selections", "ck_selections_occurrences", "insert into selections (project_id, content_hash, occurrences, created_at) select id, 'none', 0, now() from projects")]
    [InlineData("runs", "ck_runs_batch_size", "update runs set batch_size = 0")]
    [InlineData("runs", "ix_runs_one_under_way", "insert into runs select (jsonb_populate_record(run, jsonb_build_object('id', 1000, 'state', 'Queued'))).* from runs run")]
    [InlineData("run_lineage_effects", "pk_run_lineage_effects", "insert into run_lineage_effects (run_id, occurrence_id, lineage_id, terminal_before_id, terminal_after_id, written) select run.id, 1, 1, null::bigint, 2, true from runs run union all select run.id, 1, 1, null, 3, true from runs run")]
    [InlineData("run_lineage_effects", "ck_run_lineage_effects_change", "insert into run_lineage_effects (run_id, occurrence_id, lineage_id, terminal_before_id, terminal_after_id, written) select run.id, 1, 1, 2, 2, false from runs run")]
    [InlineData("run_occurrence_effects", "pk_run_occurrence_effects", "insert into run_occurrence_effects (run_id, occurrence_id) select run.id, occurrence.id from runs run, occurrences occurrence, generate_series(1, 2)")]
    [InlineData("captures", "ck_captures_size", "update captures set width = 0, height = 1")]
    [InlineData("deployments", "ck_deployments_latitude", "insert into deployments (project_id, name, latitude) select id, 'North of the pole', 90.5 from projects")]
    [InlineData("projects", "ix_projects_name", "insert into projects select (jsonb_populate_record(project, jsonb_build_object('id', 1000))).* from projects project")]
    [InlineData("people", "ix_people_name", "insert into people (name) select name from people")]
    public async Task What_cannot_be_is_refused_by_the_database_itself(string table, string constraint, string statement)
    {
        var refusal = await project.TryAsync(statement);

        Assert.NotNull(refusal);
        Assert.Equal((table, constraint), (refusal.TableName, refusal.ConstraintName));
    }

    [Theory]
    [InlineData(NewMaskedRow)]
    [InlineData("update classifications set terminal = false")]
    [InlineData("update classifications set terminal = (algorithm_id = (select id from algorithms where key = 'mask two'))")]
    [InlineData("update occurrences set determination_taxon_id = null, determination_score = null, verified = false")]
    [InlineData("update runs set state = 'Canceling'")]
    [InlineData("update runs set capture_set_id = null, occurrence_id = (select min(id) from occurrences)")]
    [InlineData("insert into runs select (jsonb_populate_record(run, jsonb_build_object('id', 1000, 'state', 'Succeeded'))).* from runs run")]
    [InlineData("insert into runs select (jsonb_populate_record(run, jsonb_build_object('id', 1000, 'settings_hash', 'other'))).* from runs run")]
    [InlineData("update identifications set withdrawn_at = now(), withdrawn_by_id = person_id; " + AnotherIdentification)]
    [InlineData("insert into identifications (occurrence_id, person_id, comment, created_at) select occurrence_id, person_id, 'worn', now() from identifications")]
    [InlineData("update classification_logits set logits = ''")] // A broken pipeline's row: masking skips and counts it.
    public async Task What_can_be_is_not_refused(string statement) => Assert.Null(await project.TryAsync(statement));
}
