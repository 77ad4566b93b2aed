using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StoryBeats.Storage.PostgreSql
{
    /// <inheritdoc />
    public partial class FeaturesAndAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "linked_accounts",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    tokens = table.Column<byte[]>(type: "bytea", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_linked_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measured_features",
                columns: table => new
                {
                    track_id = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    features = table.Column<string>(type: "text", nullable: true),
                    popularity = table.Column<int>(type: "integer", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_measured_features", x => x.track_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_linked_accounts_updated",
                table: "linked_accounts",
                column: "updated");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "linked_accounts");

            migrationBuilder.DropTable(
                name: "measured_features");
        }
    }
}
