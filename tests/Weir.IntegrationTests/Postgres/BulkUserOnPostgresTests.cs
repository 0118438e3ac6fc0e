using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class BulkUserOnPostgresTests : BulkUserTests;
