using Weir.IntegrationTests.Running;
using Weir.IntegrationTests.Usage;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class UsageEndpointsOnPostgresTests(UsageFixture fixture) : UsageEndpointsTests(fixture);
