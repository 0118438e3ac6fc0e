using Weir.IntegrationTests.Backups;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class BackupUnderLoadOnPostgresTests : BackupUnderLoadTests;
