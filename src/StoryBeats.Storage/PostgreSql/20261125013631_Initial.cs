using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace StoryBeats.Storage.PostgreSql
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "artist_pools",
                columns: table => new
                {
                    source = table.Column<string>(type: "text", nullable: false),
                    artist_key = table.Column<string>(type: "text", nullable: false),
                    market = table.Column<string>(type: "text", nullable: false),
                    tracks = table.Column<byte[]>(type: "bytea", nullable: false),
                    filled_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_artist_pools", x => new { x.source, x.artist_key, x.market });
                });

            migrationBuilder.CreateTable(
                name: "counters",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_counters", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: true),
                    xml = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "forgotten_visitors",
                columns: table => new
                {
                    hash = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forgotten_visitors", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    checksum = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    started = table.Column<long>(type: "bigint", nullable: false),
                    finished = table.Column<long>(type: "bigint", nullable: true),
                    rows = table.Column<long>(type: "bigint", nullable: false),
                    refused = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.checksum);
                });

            migrationBuilder.CreateTable(
                name: "installation",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installation", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "learned_state",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learned_state", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    visitor = table.Column<string>(type: "text", nullable: true),
                    counts_for_others = table.Column<bool>(type: "boolean", nullable: false),
                    created = table.Column<long>(type: "bigint", nullable: false),
                    last_used = table.Column<long>(type: "bigint", nullable: false),
                    mood = table.Column<string>(type: "text", nullable: false),
                    shown = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    payload = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "feedback",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    session_id = table.Column<string>(type: "text", nullable: false),
                    visitor = table.Column<string>(type: "text", nullable: true),
                    counts_for_others = table.Column<bool>(type: "boolean", nullable: false),
                    signal = table.Column<string>(type: "text", nullable: false),
                    weight = table.Column<double>(type: "double precision", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    corrected_mood = table.Column<string>(type: "text", nullable: true),
                    mood = table.Column<string>(type: "text", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    song_id = table.Column<string>(type: "text", nullable: true),
                    title = table.Column<string>(type: "text", nullable: true),
                    artist = table.Column<string>(type: "text", nullable: true),
                    artist_key = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: true),
                    features = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedback", x => x.id);
                    table.ForeignKey(
                        name: "fk_feedback_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shown_songs",
                columns: table => new
                {
                    session_id = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    song_id = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    artist = table.Column<string>(type: "text", nullable: false),
                    artist_key = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    features = table.Column<string>(type: "text", nullable: false),
                    mood = table.Column<string>(type: "text", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shown_songs", x => new { x.session_id, x.position });
                    table.ForeignKey(
                        name: "fk_shown_songs_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_feedback_at",
                table: "feedback",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_feedback_session_id_song_id",
                table: "feedback",
                columns: new[] { "session_id", "song_id" });

            migrationBuilder.CreateIndex(
                name: "ix_feedback_signal_weight",
                table: "feedback",
                columns: new[] { "signal", "weight" });

            migrationBuilder.CreateIndex(
                name: "ix_feedback_visitor",
                table: "feedback",
                column: "visitor");

            migrationBuilder.CreateIndex(
                name: "ix_forgotten_visitors_at",
                table: "forgotten_visitors",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_last_used",
                table: "sessions",
                column: "last_used");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_ranked",
                table: "sessions",
                column: "last_used",
                filter: "payload IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_visitor",
                table: "sessions",
                column: "visitor");

            migrationBuilder.CreateIndex(
                name: "ix_shown_songs_at",
                table: "shown_songs",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_shown_songs_session_id_song_id",
                table: "shown_songs",
                columns: new[] { "session_id", "song_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "artist_pools");

            migrationBuilder.DropTable(
                name: "counters");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "feedback");

            migrationBuilder.DropTable(
                name: "forgotten_visitors");

            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "installation");

            migrationBuilder.DropTable(
                name: "learned_state");

            migrationBuilder.DropTable(
                name: "shown_songs");

            migrationBuilder.DropTable(
                name: "sessions");
        }
    }
}
