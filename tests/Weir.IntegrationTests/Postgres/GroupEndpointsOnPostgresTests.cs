using Weir.IntegrationTests.Budgets;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class GroupEndpointsOnPostgresTests : GroupEndpointsTests;
