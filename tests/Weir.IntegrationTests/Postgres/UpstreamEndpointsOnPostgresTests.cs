using Weir.IntegrationTests.Running;
using Weir.IntegrationTests.Upstreams;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class UpstreamEndpointsOnPostgresTests : UpstreamEndpointsTests;
