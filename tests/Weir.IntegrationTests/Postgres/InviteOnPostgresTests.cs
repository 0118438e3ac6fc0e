using Weir.IntegrationTests.Invites;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class InviteOnPostgresTests : InviteTests;
