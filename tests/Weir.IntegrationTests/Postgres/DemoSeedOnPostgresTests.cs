using Weir.IntegrationTests.Demo;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class DemoSeedOnPostgresTests : DemoSeedTests;
