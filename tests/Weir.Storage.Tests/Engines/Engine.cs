namespace Weir.Storage.Tests.Engines;

/// <summary>The databases that Weir keeps its accounts and its ledger in.</summary>
public enum Engine
{
    Sqlite,

    Postgres,
}
