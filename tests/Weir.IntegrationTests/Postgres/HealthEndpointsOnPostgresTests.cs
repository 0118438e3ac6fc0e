using Weir.IntegrationTests.Health;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class HealthEndpointsOnPostgresTests : HealthEndpointsTests;
