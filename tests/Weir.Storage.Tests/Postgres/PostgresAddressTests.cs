using Npgsql;
using Weir.Storage.Postgres;
using Xunit;

namespace Weir.Storage.Tests.Postgres;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://weir:s3cret@db.example:6432/ledger")]
    [InlineData("postgresql://weir:s3cret@db.example:6432/ledger")]
    [InlineData("POSTGRES://weir:s3cret@db.example:6432/ledger")]
    [InlineData("  postgres://weir:s3cret@db.example:6432/ledger\n")]
    [InlineData("postgres://db.example?user=weir&password=s3cret&port=6432&dbname=ledger")]
    [InlineData("postgres:///ledger?host=db.example&port=6432&user=weir&password=s3cret")]
    [InlineData("Host=db.example;Port=6432;Database=ledger;Username=weir;Password=s3cret")]
    [InlineData("server=db.example;port=6432;db=ledger;user id=weir;pwd=s3cret;")]
    public void Address_EitherForm_SaysTheSame(string text)
    {
        var settings = Read(text);
        Assert.Equal(("db.example", 6432, "ledger", "weir", "s3cret"), (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password));
    }

    [Fact]
    public void Address_Shortest_LeavesTheRestToTheServer()
    {
        var settings = Read("postgres://db");
        Assert.Equal(("db", 5432, null, null, null), (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password));
    }

    [Theory]
    [InlineData("postgres://we%40ir:p%2Fa%3As%3Fs%23w%25@db/le%20dger", "we@ir", "p/a:s?s#w%", "le dger")]
    [InlineData("postgres://weir:a:b@db/weir", "weir", "a:b", "weir")]
    [InlineData("postgres://weir:a@b@db/weir", "weir", "a@b", "weir")]
    [InlineData("postgres://weir:a#b%;'\"@db/weir", "weir", "a#b%;'\"", "weir")]
    public void Url_StrangeCharacters_AreRead(string text, string user, string password, string database)
    {
        var settings = Read(text);
        Assert.Equal(("db", user, password, database), (settings.Host, settings.Username, settings.Password, settings.Database));
    }

    [Theory]
    [InlineData("postgres://[::1]:6432/weir", "::1", 6432)]
    [InlineData("postgres://[::1]/weir", "::1", 5432)]
    [InlineData("postgres://weir@%2Fvar%2Frun%2Fpostgresql/weir", "/var/run/postgresql", 5432)]
    [InlineData("postgres:///weir?host=/var/run/postgresql", "/var/run/postgresql", 5432)]
    [InlineData("postgres://db:/weir", "db", 5432)]
    [InlineData("postgres://one:6432,two:6433/weir?target_session_attrs=read-write", "one:6432,two:6433", 5432)]
    public void Url_Server_IsRead(string text, string host, int port)
    {
        var settings = Read(text);
        Assert.Equal((host, port), (settings.Host, settings.Port));
    }

    [Fact]
    public void Url_Options_AreReadUnderTheNamesOfBoth()
    {
        var settings = Read(
            "postgres://db/weir?sslmode=verify-full&sslrootcert=%2Fca.pem&connect_timeout=9&application_name=gate&options=-c%20statement_timeout%3D5s"
            + "&Maximum_Pool_Size=7&command%20timeout=21&target_session_attrs=primary&channel_binding=require");
        Assert.Equal(SslMode.VerifyFull, settings.SslMode);
        Assert.Equal(("/ca.pem", 9, "gate", 7, 21), (settings.RootCertificate, settings.Timeout, settings.ApplicationName, settings.MaxPoolSize, settings.CommandTimeout));
        Assert.Contains("-c statement_timeout=5s", settings.Options, StringComparison.Ordinal);
        Assert.Equal("primary", settings.TargetSessionAttributes);
        Assert.Equal(ChannelBinding.Require, settings.ChannelBinding);
    }

    [Theory]
    [InlineData("disable", SslMode.Disable)]
    [InlineData("allow", SslMode.Allow)]
    [InlineData("prefer", SslMode.Prefer)]
    [InlineData("require", SslMode.Require)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    public void Url_EachSslMode_IsRead(string word, SslMode mode) => Assert.Equal(mode, Read($"postgres://db/weir?sslmode={word}").SslMode);

    [Fact]
    public void Settings_Unsaid_AreWeirs()
    {
        var settings = Read("postgres://db/weir");
        Assert.Equal(("weir", 20, 5, 10), (settings.ApplicationName, settings.MaxPoolSize, settings.Timeout, settings.CommandTimeout));
        Assert.Equal("-c idle_in_transaction_session_timeout=30s -c random_page_cost=1.1 -c jit=off -c synchronous_commit=on", settings.Options);
        Assert.False(settings.IncludeErrorDetail);
    }

    [Theory]
    [InlineData("postgres://db/weir?options=-c%20synchronous_commit%3Doff", "synchronous_commit=on")]
    [InlineData("Host=db;Options=-c synchronous_commit=off", "synchronous_commit=on")]
    [InlineData("postgres://db/weir?options=-c%20synchronous_commit%3Dremote_apply", "synchronous_commit=remote_apply")]
    [InlineData("postgres://db/weir?options=-c%20idle_in_transaction_session_timeout%3D90s", "idle_in_transaction_session_timeout=90s -c synchronous_commit=on")]
    public void Options_OfTheOperator_CanOnlyMakeCommitsStricter(string text, string lastOption) =>
        Assert.EndsWith(lastOption, Read(text).Options, StringComparison.Ordinal);

    [Theory]
    [InlineData("mysql://weir:s3cret@db/weir", "must begin with postgres://")]
    [InlineData("postgres://weir:s3cret@/weir", "names no server")]
    [InlineData("postgres://", "names no server")]
    [InlineData("postgres://weir:s3cret@db:s3cret/weir", "port is not a number")]
    [InlineData("postgres://weir:s3cret@db:0/weir", "port")]
    [InlineData("postgres://weir:s3cret@db:70000/weir", "port")]
    [InlineData("postgres://weir:s3/cret@db/weir", "%2F")]
    [InlineData("postgres://weir:s3?cret=1@db/weir", "%3F")]
    [InlineData("postgres://weir:s3cret@db/weir?sslmode=perhaps-s3cret", "option sslmode has a value")]
    [InlineData("postgres://weir:s3cret@db/weir?connect_timeout=s3cret", "option connect_timeout has a value")]
    [InlineData("postgres://weir:s3cret@db/weir?color=s3cret", "option color is unknown")]
    [InlineData("Database=weir;Password=s3cret", "names no server")]
    [InlineData("Host=db;Color=s3cret", "neither a URL nor a connection string")]
    [InlineData("Host=db;Port=s3cret", "neither a URL nor a connection string")]
    [InlineData("s3cret", "neither a URL nor a connection string")]
    [InlineData("host=db user=weir password=s3cret", "a space or an equals sign")]
    [InlineData("", "names no server")]
    public void Address_Wrong_IsToldWithoutShowingThePassword(string text, string told)
    {
        Assert.False(PostgresAddress.TryRead(text, out var address, out var problem));
        Assert.Null(address);
        Assert.Contains(told, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_Shown_IsServerAndDatabaseAlone()
    {
        Assert.True(PostgresAddress.TryRead("postgres://weir:s3cret@db:6432/ledger?sslmode=require", out var address, out _));
        Assert.Equal("db:6432/ledger", address.ToString());
    }

    private static NpgsqlConnectionStringBuilder Read(string text)
    {
        Assert.True(PostgresAddress.TryRead(text, out var address, out var problem), problem);
        return new(address.ConnectionString);
    }
}
