using Weir.IntegrationTests.Refusals;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class RefusalEndpointsOnPostgresTests : RefusalEndpointsTests;
