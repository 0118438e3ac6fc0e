using Weir.IntegrationTests.Inference;
using Weir.IntegrationTests.Running;

namespace Weir.IntegrationTests.Postgres;

[OnPostgres]
public sealed class EndingOnPostgresTests : EndingTests
{
    /// <summary>How an exchange ends is told on either store by the same code: here it is about the store.</summary>
    protected override int Rounds => 200;
}
