using Weir.IntegrationTests.Overviews;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class OverviewEndpointsOnPostgresTests : OverviewEndpointsTests;
