using Weir.IntegrationTests.Live;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class LiveEndpointsOnPostgresTests : LiveEndpointsTests;
