using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

﻿using System;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261124072106_Foundations")]
    public class Foundations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "category_maps",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    hash = table.Column<string>(type: "text", nullable: false),
                    class_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_category_maps", x => x.id);
                    table.CheckConstraint("ck_category_maps_class_count", "class_count > 0");
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "picture_folders",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    path = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_picture_folders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "projects",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    is_demo = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "taxa",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false),
                    rank = table.Column<short>(type: "smallint", nullable: false),
                    homonym = table.Column<short>(type: "smallint", nullable: false),
                    parent_id = table.Column<long>(type: "bigint", nullable: true),
                    accepted_taxon_id = table.Column<long>(type: "bigint", nullable: true),
                    author = table.Column<string>(type: "text", nullable: true),
                    misapplied = table.Column<bool>(type: "boolean", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taxa", x => x.id);
                    table.CheckConstraint("ck_taxa_accepted", "accepted_taxon_id <> id and parent_id <> id");
                    table.ForeignKey(
                        name: "fk_taxa_taxa_accepted_taxon_id",
                        column: x => x.accepted_taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_taxa_taxa_parent_id",
                        column: x => x.parent_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "kept_sets",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    category_map_id = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    listed = table.Column<byte[]>(type: "bytea", nullable: false),
                    not_a_taxon = table.Column<byte[]>(type: "bytea", nullable: false),
                    listed_count = table.Column<int>(type: "integer", nullable: false),
                    not_a_taxon_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kept_sets", x => x.id);
                    table.CheckConstraint("ck_kept_sets_listed", "listed_count > 0");
                    table.ForeignKey(
                        name: "fk_kept_sets_category_maps_category_map_id",
                        column: x => x.category_map_id,
                        principalTable: "category_maps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "capture_sets",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_capture_sets", x => x.id);
                    table.ForeignKey(
                        name: "fk_capture_sets_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "deployments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    latitude = table.Column<double>(type: "double precision", nullable: true),
                    longitude = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deployments", x => x.id);
                    table.CheckConstraint("ck_deployments_latitude", "latitude between -90 and 90");
                    table.CheckConstraint("ck_deployments_longitude", "longitude between -180 and 180");
                    table.ForeignKey(
                        name: "fk_deployments_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "taxa_lists",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    project_id = table.Column<long>(type: "bigint", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taxa_lists", x => x.id);
                    table.ForeignKey(
                        name: "fk_taxa_lists_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "category_map_classes",
                columns: table => new
                {
                    category_map_id = table.Column<long>(type: "bigint", nullable: false),
                    index = table.Column<int>(type: "integer", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    meaning = table.Column<string>(type: "text", nullable: false),
                    taxon_id = table.Column<long>(type: "bigint", nullable: true),
                    gbif_key = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_category_map_classes", x => new { x.category_map_id, x.index });
                    table.CheckConstraint("ck_category_map_classes_taxon", "(taxon_id is not null) = (meaning = 'Taxon')");
                    table.ForeignKey(
                        name: "fk_category_map_classes_category_maps_category_map_id",
                        column: x => x.category_map_id,
                        principalTable: "category_maps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_category_map_classes_taxa_taxon_id",
                        column: x => x.taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "taxon_common_names",
                columns: table => new
                {
                    taxon_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taxon_common_names", x => new { x.taxon_id, x.name });
                    table.ForeignKey(
                        name: "fk_taxon_common_names_taxa_taxon_id",
                        column: x => x.taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "taxon_keys",
                columns: table => new
                {
                    source = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    taxon_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taxon_keys", x => new { x.source, x.key });
                    table.ForeignKey(
                        name: "fk_taxon_keys_taxa_taxon_id",
                        column: x => x.taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "algorithms",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    version_name = table.Column<string>(type: "text", nullable: true),
                    category_map_id = table.Column<long>(type: "bigint", nullable: true),
                    source_algorithm_id = table.Column<long>(type: "bigint", nullable: true),
                    kept_set_id = table.Column<long>(type: "bigint", nullable: true),
                    mode = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_algorithms", x => x.id);
                    table.CheckConstraint("ck_algorithms_classifier", "kind <> 'Classifier' or category_map_id is not null");
                    table.CheckConstraint("ck_algorithms_masking", "kind <> 'Masking' or num_nulls(source_algorithm_id, kept_set_id, mode, category_map_id) = 0");
                    table.ForeignKey(
                        name: "fk_algorithms_algorithms_source_algorithm_id",
                        column: x => x.source_algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_algorithms_category_maps_category_map_id",
                        column: x => x.category_map_id,
                        principalTable: "category_maps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_algorithms_kept_sets_kept_set_id",
                        column: x => x.kept_set_id,
                        principalTable: "kept_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "captures",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    deployment_id = table.Column<long>(type: "bigint", nullable: true),
                    path = table.Column<string>(type: "text", nullable: false),
                    picture_folder_id = table.Column<long>(type: "bigint", nullable: true),
                    captured_at = table.Column<DateTime>(type: "timestamp without time zone", nullable: true),
                    width = table.Column<int>(type: "integer", nullable: true),
                    height = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_captures", x => x.id);
                    table.CheckConstraint("ck_captures_size", "width > 0 and height > 0");
                    table.ForeignKey(
                        name: "fk_captures_deployments_deployment_id",
                        column: x => x.deployment_id,
                        principalTable: "deployments",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_captures_picture_folders_picture_folder_id",
                        column: x => x.picture_folder_id,
                        principalTable: "picture_folders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_captures_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "occurrences",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    deployment_id = table.Column<long>(type: "bigint", nullable: true),
                    first_seen_at = table.Column<DateTime>(type: "timestamp without time zone", nullable: true),
                    determination_taxon_id = table.Column<long>(type: "bigint", nullable: true),
                    determination_score = table.Column<double>(type: "double precision", nullable: true),
                    verified = table.Column<bool>(type: "boolean", nullable: false),
                    machine_taxon_id = table.Column<long>(type: "bigint", nullable: true),
                    machine_score = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_occurrences", x => x.id);
                    table.CheckConstraint("ck_occurrences_determination", "(determination_taxon_id is null) = (determination_score is null) and (not verified or determination_taxon_id is not null)");
                    table.CheckConstraint("ck_occurrences_machine", "(machine_taxon_id is null) = (machine_score is null)");
                    table.ForeignKey(
                        name: "fk_occurrences_deployments_deployment_id",
                        column: x => x.deployment_id,
                        principalTable: "deployments",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_occurrences_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_occurrences_taxa_determination_taxon_id",
                        column: x => x.determination_taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_occurrences_taxa_machine_taxon_id",
                        column: x => x.machine_taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "taxa_list_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    taxa_list_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    author_id = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    trial_of_id = table.Column<long>(type: "bigint", nullable: true),
                    taxon_count = table.Column<int>(type: "integer", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taxa_list_versions", x => x.id);
                    table.CheckConstraint("ck_taxa_list_versions_number", "number >= 1");
                    table.ForeignKey(
                        name: "fk_taxa_list_versions_people_author_id",
                        column: x => x.author_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_taxa_list_versions_people_trial_of_id",
                        column: x => x.trial_of_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_taxa_list_versions_taxa_lists_taxa_list_id",
                        column: x => x.taxa_list_id,
                        principalTable: "taxa_lists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "capture_set_classifiers",
                columns: table => new
                {
                    capture_set_id = table.Column<long>(type: "bigint", nullable: false),
                    algorithm_id = table.Column<long>(type: "bigint", nullable: false),
                    results = table.Column<long>(type: "bigint", nullable: false),
                    in_scope = table.Column<long>(type: "bigint", nullable: false),
                    maskable = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_capture_set_classifiers", x => new { x.capture_set_id, x.algorithm_id });
                    table.ForeignKey(
                        name: "fk_capture_set_classifiers_algorithms_algorithm_id",
                        column: x => x.algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_capture_set_classifiers_capture_sets_capture_set_id",
                        column: x => x.capture_set_id,
                        principalTable: "capture_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "capture_set_items",
                columns: table => new
                {
                    capture_set_id = table.Column<long>(type: "bigint", nullable: false),
                    capture_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_capture_set_items", x => new { x.capture_set_id, x.capture_id });
                    table.ForeignKey(
                        name: "fk_capture_set_items_capture_sets_capture_set_id",
                        column: x => x.capture_set_id,
                        principalTable: "capture_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_capture_set_items_captures_capture_id",
                        column: x => x.capture_id,
                        principalTable: "captures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "detections",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    capture_id = table.Column<long>(type: "bigint", nullable: false),
                    algorithm_id = table.Column<long>(type: "bigint", nullable: false),
                    occurrence_id = table.Column<long>(type: "bigint", nullable: true),
                    x1 = table.Column<double>(type: "double precision", nullable: true),
                    y1 = table.Column<double>(type: "double precision", nullable: true),
                    x2 = table.Column<double>(type: "double precision", nullable: true),
                    y2 = table.Column<double>(type: "double precision", nullable: true),
                    crop_path = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_detections", x => x.id);
                    table.CheckConstraint("ck_detections_box", "num_nulls(x1, y1, x2, y2) in (0, 4) and (x1 is not null or occurrence_id is null)");
                    table.ForeignKey(
                        name: "fk_detections_algorithms_algorithm_id",
                        column: x => x.algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_detections_captures_capture_id",
                        column: x => x.capture_id,
                        principalTable: "captures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_detections_occurrences_occurrence_id",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "identifications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    occurrence_id = table.Column<long>(type: "bigint", nullable: false),
                    taxon_id = table.Column<long>(type: "bigint", nullable: true),
                    person_id = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: true),
                    withdrawn_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    agreed_algorithm_id = table.Column<long>(type: "bigint", nullable: true),
                    agreed_classification_id = table.Column<long>(type: "bigint", nullable: true),
                    agreed_identification_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identifications", x => x.id);
                    table.CheckConstraint("ck_identifications_content", "taxon_id is not null or comment is not null");
                    table.ForeignKey(
                        name: "fk_identifications_algorithms_agreed_algorithm_id",
                        column: x => x.agreed_algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_identifications_occurrences_occurrence_id",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_identifications_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_identifications_taxa_taxon_id",
                        column: x => x.taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    task = table.Column<string>(type: "text", nullable: false),
                    capture_set_id = table.Column<long>(type: "bigint", nullable: true),
                    occurrence_id = table.Column<long>(type: "bigint", nullable: true),
                    source_algorithm_id = table.Column<long>(type: "bigint", nullable: false),
                    algorithm_id = table.Column<long>(type: "bigint", nullable: false),
                    taxa_list_version_id = table.Column<long>(type: "bigint", nullable: true),
                    settings = table.Column<string>(type: "jsonb", nullable: false),
                    settings_hash = table.Column<string>(type: "text", nullable: false),
                    batch_size = table.Column<int>(type: "integer", nullable: false),
                    requested_by_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    failure = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    reverted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    checkpoint = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: true),
                    @checked = table.Column<long>(name: "checked", type: "bigint", nullable: false),
                    masked = table.Column<long>(type: "bigint", nullable: false),
                    unchanged = table.Column<long>(type: "bigint", nullable: false),
                    restored = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false),
                    skipped_no_logits = table.Column<long>(type: "bigint", nullable: false),
                    skipped_wrong_length = table.Column<long>(type: "bigint", nullable: false),
                    skipped_not_finite = table.Column<long>(type: "bigint", nullable: false),
                    skipped_out_of_scope = table.Column<long>(type: "bigint", nullable: false),
                    occurrences_updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runs", x => x.id);
                    table.CheckConstraint("ck_runs_batch_size", "batch_size > 0");
                    table.CheckConstraint("ck_runs_checked", "checked = masked + unchanged + restored + held + skipped_no_logits + skipped_wrong_length + skipped_not_finite + skipped_out_of_scope");
                    table.CheckConstraint("ck_runs_scope", "num_nonnulls(capture_set_id, occurrence_id) = 1");
                    table.ForeignKey(
                        name: "fk_runs_algorithms_algorithm_id",
                        column: x => x.algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_runs_algorithms_source_algorithm_id",
                        column: x => x.source_algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_runs_capture_sets_capture_set_id",
                        column: x => x.capture_set_id,
                        principalTable: "capture_sets",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_runs_occurrences_occurrence_id",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_runs_people_requested_by_id",
                        column: x => x.requested_by_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_runs_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_runs_taxa_list_versions_taxa_list_version_id",
                        column: x => x.taxa_list_version_id,
                        principalTable: "taxa_list_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "taxa_list_entries",
                columns: table => new
                {
                    taxa_list_version_id = table.Column<long>(type: "bigint", nullable: false),
                    taxon_id = table.Column<long>(type: "bigint", nullable: false),
                    include_descendants = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taxa_list_entries", x => new { x.taxa_list_version_id, x.taxon_id });
                    table.ForeignKey(
                        name: "fk_taxa_list_entries_taxa_list_versions_taxa_list_version_id",
                        column: x => x.taxa_list_version_id,
                        principalTable: "taxa_list_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_taxa_list_entries_taxa_taxon_id",
                        column: x => x.taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "classifications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    detection_id = table.Column<long>(type: "bigint", nullable: false),
                    algorithm_id = table.Column<long>(type: "bigint", nullable: false),
                    lineage_id = table.Column<long>(type: "bigint", nullable: false),
                    applied_to_id = table.Column<long>(type: "bigint", nullable: true),
                    run_id = table.Column<long>(type: "bigint", nullable: true),
                    taxon_id = table.Column<long>(type: "bigint", nullable: true),
                    class_index = table.Column<int>(type: "integer", nullable: true),
                    score = table.Column<double>(type: "double precision", nullable: false),
                    absolute_score = table.Column<double>(type: "double precision", nullable: false),
                    terminal = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    listed_mass = table.Column<double>(type: "double precision", nullable: true),
                    nothing_mass = table.Column<double>(type: "double precision", nullable: true),
                    off_list_mass = table.Column<double>(type: "double precision", nullable: true),
                    top_classes = table.Column<int[]>(type: "integer[]", nullable: true),
                    top_scores = table.Column<double[]>(type: "double precision[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_classifications", x => x.id);
                    table.UniqueConstraint("ak_classifications_lineage_id_id", x => new { x.lineage_id, x.id });
                    table.CheckConstraint("ck_classifications_masses", "num_nulls(listed_mass, nothing_mass, off_list_mass) in (0, 3)");
                    table.CheckConstraint("ck_classifications_score", "score between 0 and 1 and absolute_score between 0 and 1");
                    table.CheckConstraint("ck_classifications_source", "(applied_to_id is null) = (lineage_id = id)");
                    table.CheckConstraint("ck_classifications_top", "coalesce(cardinality(top_classes), 0) = coalesce(cardinality(top_scores), 0)");
                    table.ForeignKey(
                        name: "fk_classifications_algorithms_algorithm_id",
                        column: x => x.algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_classifications_classifications_lineage_id_applied_to_id",
                        columns: x => new { x.lineage_id, x.applied_to_id },
                        principalTable: "classifications",
                        principalColumns: new[] { "lineage_id", "id" });
                    table.ForeignKey(
                        name: "fk_classifications_detections_detection_id",
                        column: x => x.detection_id,
                        principalTable: "detections",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_classifications_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_classifications_taxa_taxon_id",
                        column: x => x.taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "run_heartbeats",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    beat_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    node = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_heartbeats", x => x.run_id);
                    table.ForeignKey(
                        name: "fk_run_heartbeats_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "run_lineage_effects",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    lineage_id = table.Column<long>(type: "bigint", nullable: false),
                    terminal_before_id = table.Column<long>(type: "bigint", nullable: true),
                    terminal_after_id = table.Column<long>(type: "bigint", nullable: true),
                    written = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_lineage_effects", x => new { x.run_id, x.lineage_id });
                    table.CheckConstraint("ck_run_lineage_effects_change", "terminal_before_id is distinct from terminal_after_id and (terminal_after_id is not null or not written)");
                    table.ForeignKey(
                        name: "fk_run_lineage_effects_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "run_log_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_log_entries", x => x.id);
                    table.ForeignKey(
                        name: "fk_run_log_entries_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "run_occurrence_effects",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    occurrence_id = table.Column<long>(type: "bigint", nullable: false),
                    taxon_before_id = table.Column<long>(type: "bigint", nullable: true),
                    score_before = table.Column<double>(type: "double precision", nullable: true),
                    taxon_after_id = table.Column<long>(type: "bigint", nullable: true),
                    score_after = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_occurrence_effects", x => new { x.run_id, x.occurrence_id });
                    table.ForeignKey(
                        name: "fk_run_occurrence_effects_occurrences_occurrence_id",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_run_occurrence_effects_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "classification_logits",
                columns: table => new
                {
                    classification_id = table.Column<long>(type: "bigint", nullable: false),
                    logits = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_classification_logits", x => x.classification_id);
                    table.CheckConstraint("ck_classification_logits_float32", "octet_length(logits) % 4 = 0");
                    table.ForeignKey(
                        name: "fk_classification_logits_classifications_classification_id",
                        column: x => x.classification_id,
                        principalTable: "classifications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // Compressing float32 logits gains nothing, and reading a compressed value back costs its detoasting.
            migrationBuilder.Sql("alter table classification_logits alter column logits set storage external;");

            migrationBuilder.CreateIndex(
                name: "ix_algorithms_key_version_category_map_id",
                table: "algorithms",
                columns: new[] { "key", "version", "category_map_id" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_algorithms_source_algorithm_id_kept_set_id_mode",
                table: "algorithms",
                columns: new[] { "source_algorithm_id", "kept_set_id", "mode" },
                unique: true,
                filter: "kind = 'Masking'");

            migrationBuilder.CreateIndex(
                name: "ix_capture_set_items_capture_id",
                table: "capture_set_items",
                column: "capture_id");

            migrationBuilder.CreateIndex(
                name: "ix_capture_sets_project_id_name",
                table: "capture_sets",
                columns: new[] { "project_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_captures_deployment_id",
                table: "captures",
                column: "deployment_id");

            migrationBuilder.CreateIndex(
                name: "ix_captures_project_id_path",
                table: "captures",
                columns: new[] { "project_id", "path" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_category_map_classes_taxon_id",
                table: "category_map_classes",
                column: "taxon_id");

            migrationBuilder.CreateIndex(
                name: "ix_category_maps_hash",
                table: "category_maps",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_classifications_detection_id",
                table: "classifications",
                column: "detection_id");

            migrationBuilder.CreateIndex(
                name: "ix_classifications_lineage_id_algorithm_id",
                table: "classifications",
                columns: new[] { "lineage_id", "algorithm_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_classifications_one_source_a_result",
                table: "classifications",
                columns: new[] { "detection_id", "algorithm_id", "created_at" },
                unique: true,
                filter: "applied_to_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_classifications_one_terminal_a_lineage",
                table: "classifications",
                column: "lineage_id",
                unique: true,
                filter: "terminal");

            migrationBuilder.CreateIndex(
                name: "ix_deployments_project_id_name",
                table: "deployments",
                columns: new[] { "project_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_detections_capture_algorithm_box",
                table: "detections",
                columns: new[] { "capture_id", "algorithm_id", "x1", "y1", "x2", "y2" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_detections_occurrence_id",
                table: "detections",
                column: "occurrence_id");

            migrationBuilder.CreateIndex(
                name: "ix_identifications_occurrence_id",
                table: "identifications",
                column: "occurrence_id");

            migrationBuilder.CreateIndex(
                name: "ix_kept_sets_category_map_id_hash",
                table: "kept_sets",
                columns: new[] { "category_map_id", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_deployment_id",
                table: "occurrences",
                column: "deployment_id");

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_project_id_determination_taxon_id",
                table: "occurrences",
                columns: new[] { "project_id", "determination_taxon_id" });

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_project_id_first_seen_at_id",
                table: "occurrences",
                columns: new[] { "project_id", "first_seen_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_people_name",
                table: "people",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_picture_folders_path",
                table: "picture_folders",
                column: "path",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_projects_name",
                table: "projects",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_run_log_entries_run_id_id",
                table: "run_log_entries",
                columns: new[] { "run_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_run_occurrence_effects_occurrence_id",
                table: "run_occurrence_effects",
                column: "occurrence_id");

            migrationBuilder.CreateIndex(
                name: "ix_runs_capture_set_id",
                table: "runs",
                column: "capture_set_id");

            migrationBuilder.CreateIndex(
                name: "ix_runs_occurrence_id",
                table: "runs",
                column: "occurrence_id");

            migrationBuilder.CreateIndex(
                name: "ix_runs_one_under_way",
                table: "runs",
                columns: new[] { "task", "capture_set_id", "occurrence_id", "settings_hash" },
                unique: true,
                filter: "state in ('Queued', 'Running', 'Canceling')")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_runs_project_id_id",
                table: "runs",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_taxa_accepted_taxon_id",
                table: "taxa",
                column: "accepted_taxon_id");

            migrationBuilder.CreateIndex(
                name: "ix_taxa_name_rank_homonym",
                table: "taxa",
                columns: new[] { "name", "rank", "homonym" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_taxa_parent_id",
                table: "taxa",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_taxa_list_versions_taxa_list_id_number",
                table: "taxa_list_versions",
                columns: new[] { "taxa_list_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_taxa_lists_project_id_name",
                table: "taxa_lists",
                columns: new[] { "project_id", "name" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_taxon_keys_taxon_id",
                table: "taxon_keys",
                column: "taxon_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "capture_set_classifiers");

            migrationBuilder.DropTable(
                name: "capture_set_items");

            migrationBuilder.DropTable(
                name: "category_map_classes");

            migrationBuilder.DropTable(
                name: "classification_logits");

            migrationBuilder.DropTable(
                name: "identifications");

            migrationBuilder.DropTable(
                name: "run_heartbeats");

            migrationBuilder.DropTable(
                name: "run_lineage_effects");

            migrationBuilder.DropTable(
                name: "run_log_entries");

            migrationBuilder.DropTable(
                name: "run_occurrence_effects");

            migrationBuilder.DropTable(
                name: "taxa_list_entries");

            migrationBuilder.DropTable(
                name: "taxon_common_names");

            migrationBuilder.DropTable(
                name: "taxon_keys");

            migrationBuilder.DropTable(
                name: "classifications");

            migrationBuilder.DropTable(
                name: "detections");

            migrationBuilder.DropTable(
                name: "runs");

            migrationBuilder.DropTable(
                name: "captures");

            migrationBuilder.DropTable(
                name: "algorithms");

            migrationBuilder.DropTable(
                name: "capture_sets");

            migrationBuilder.DropTable(
                name: "occurrences");

            migrationBuilder.DropTable(
                name: "taxa_list_versions");

            migrationBuilder.DropTable(
                name: "picture_folders");

            migrationBuilder.DropTable(
                name: "kept_sets");

            migrationBuilder.DropTable(
                name: "deployments");

            migrationBuilder.DropTable(
                name: "taxa");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "taxa_lists");

            migrationBuilder.DropTable(
                name: "category_maps");

            migrationBuilder.DropTable(
                name: "projects");
        }
    }
}
