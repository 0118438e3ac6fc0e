using Weir.IntegrationTests.Ledger;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class LedgerCommandsOnPostgresTests : LedgerCommandsTests;
