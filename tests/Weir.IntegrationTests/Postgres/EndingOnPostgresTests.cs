using Weir.IntegrationTests.Inference;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class EndingOnPostgresTests : EndingTests;
