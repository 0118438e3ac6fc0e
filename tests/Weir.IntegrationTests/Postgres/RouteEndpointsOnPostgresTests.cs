using Weir.IntegrationTests.ModelRoutes;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class RouteEndpointsOnPostgresTests : RouteEndpointsTests;
