using Weir.IntegrationTests.Requests;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class RequestEndpointsOnPostgresTests : RequestEndpointsTests;
